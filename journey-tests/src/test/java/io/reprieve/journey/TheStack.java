package io.reprieve.journey;

import io.reprieve.cabinet.Size;
import io.reprieve.localservers.Checkout;
import io.reprieve.localstack.Stack;
import io.reprieve.localstack.StackSettings;
import java.nio.file.Path;

/** One running suite with a small Cabinet, started by the first journey that needs it and shared by all of them. */
final class TheStack {
    /** The crash matrix takes sixty accounts more than {@code verify} does; each is as large as there. */
    private static final Size CABINET = Boolean.getBoolean("reprieve.deep")
            ? Size.small().withAccounts(78).withDocuments(2_600)
            : Size.small().withAccounts(18);

    private static Stack running;

    private TheStack() {}

    static synchronized Stack running() {
        if (running == null) {
            running = Stack.start(StackSettings.forTests(home("shared"))
                    .holding(CABINET)
                    .with("REPRIEVE_COOLING_OFF", "PT4S")
                    .with("REPRIEVE_OBJECT_GRACE", "PT2S")
                    .with("REPRIEVE_SMTP_HOST", "127.0.0.1")
                    .with(
                            "REPRIEVE_SMTP_PORT",
                            String.valueOf(MailServer.running().port()))
                    .with("REPRIEVE_SMTP_STARTTLS", "DISABLED")
                    .with("REPRIEVE_MAIL_FROM", "purges@reprieve.example")
                    .with("REPRIEVE_PUBLIC_URL", MailServer.PUBLIC_URL)
                    .with("REPRIEVE_HELP", "+41 800 000 000"));
        }
        return running;
    }

    /** A fresh place for a stack's state, which {@code clean} takes away. */
    static Path home(String name) {
        return Checkout.root().resolve("journey-tests/target/stacks").resolve(name + "-" + System.nanoTime());
    }
}
