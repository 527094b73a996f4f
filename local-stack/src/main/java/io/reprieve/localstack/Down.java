package io.reprieve.localstack;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code ./reprieve down}: ends the stack that runs in this home. */
final class Down {
    private static final int WITHIN_SECONDS = 90;

    private final Home home;
    private final Console console;

    Down(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    int run() {
        Optional<ProcessHandle> running = HomeClaim.holder(home);
        if (running.isEmpty()) {
            console.say("Nothing is running in " + home.folder() + ".");
            return 0;
        }
        running.get().destroy();
        try {
            running.get().onExit().get(WITHIN_SECONDS, TimeUnit.SECONDS);
            console.say("Stopped.");
            return 0;
        } catch (TimeoutException | ExecutionException e) {
            console.say("It has not stopped after " + WITHIN_SECONDS + " s (process "
                    + running.get().pid() + ").");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
