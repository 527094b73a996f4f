package io.reprieve.localstack;

import java.util.concurrent.CountDownLatch;

/** {@code ./reprieve up}: starts everything and stays until it is told to go. */
final class Up {
    private final StackSettings settings;
    private final Console console;

    Up(StackSettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    int run() {
        console.say("Reprieve, on this machine alone (" + settings.home() + ")");
        console.blank();
        Stopwatch watch = Stopwatch.started();
        Stack stack = Stack.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> console.say("Stopping.")));
        console.blank();
        new Welcome(stack.addresses(), settings).print(console, watch.seconds());
        stay();
        return 0;
    }

    /** Until Ctrl-C or SIGTERM, which end the JVM and with it everything it started. */
    static void stay() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
