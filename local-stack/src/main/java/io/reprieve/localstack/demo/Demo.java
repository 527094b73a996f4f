package io.reprieve.localstack.demo;

import io.reprieve.localstack.Addresses;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Console;
import io.reprieve.localstack.Stack;
import io.reprieve.localstack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./reprieve demo}: the incident, replayed over the API by the people of the local realm. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Console console;

    public Demo(Console console) {
        this.console = console;
    }

    /**
     * Tells it on a stack that runs, and writes {@code demo.json} into its home.
     *
     * @return whether every step held
     */
    public boolean tell(Addresses addresses) {
        Telling tell = new Telling(console);
        console.blank();
        console.say("IR-34, replayed");
        console.say("In June 2022 a clean-up of duplicate accounts purged the twin that held the data.");
        Suite suite = new Suite(new Api(addresses, PATIENCE, console::detail));
        new Incident(addresses, suite, tell).play();
        tell.table();
        Path file = file(Path.of(addresses.home()));
        tell.writeTo(file);
        if (addresses.vaultIsOurs()) {
            console.say("The vault's lock was NOT ENFORCED here: the local S3 keeps no locks.");
        }
        console.say(tell.held() ? "Every step held. Figures: " + file : "NOT every step held. Figures: " + file);
        return tell.held();
    }

    /** Takes away what an earlier run wrote, so that a story which never ends leaves no good news behind. */
    public static void forget(Path home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path home) {
        return home.resolve("demo.json");
    }

    /** Starts a stack, tells the story on it and, unless it is to be kept, stops it. */
    public boolean tellOnItsOwn(StackSettings settings, Runnable keep) {
        console.say("Starting everything (" + settings.home() + ")");
        try (Stack stack = Stack.start(settings)) {
            boolean held = tell(stack.addresses());
            keep.run();
            return held;
        }
    }
}
