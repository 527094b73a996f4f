package io.reprieve.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./reprieve restart SERVICE}: asks the process that runs the stack, whose child the service is, to do it. */
final class Restart {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final double WITHIN_SECONDS = 200;

    private final Home home;
    private final Console console;

    Restart(Home home, Console console) {
        this.home = home;
        this.console = console;
    }

    int run(Part service) {
        if (HomeClaim.holder(home).isEmpty()) {
            throw new StackRefused("Nothing is running in " + home.folder() + ": ./reprieve up starts everything");
        }
        Stopwatch watch = Stopwatch.started();
        long before = home.pid(service.id()).orElse(0L);
        Path request = home.restartRequest(service);
        home.writePrivate(request, ProcessHandle.current().pid() + "\n");
        while (Files.exists(request)) {
            if (watch.seconds() > WITHIN_SECONDS || HomeClaim.holder(home).isEmpty()) {
                withdraw(request);
                throw new StackRefused(service.id() + " was not started again; its log is " + home.log(service.id()));
            }
            Api.pause(LOOK_EVERY);
        }
        long now = home.pid(service.id()).orElse(0L);
        boolean runs = now != before && ProcessHandle.of(now).isPresent();
        if (!runs) {
            throw new StackRefused(service.id() + " did not come up; its log is " + home.log(service.id()));
        }
        console.say(watch.line(service.id(), "restarted, pid " + now));
        return 0;
    }

    private static void withdraw(Path request) {
        try {
            Files.deleteIfExists(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
