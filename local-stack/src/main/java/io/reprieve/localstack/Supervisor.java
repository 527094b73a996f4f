package io.reprieve.localstack;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/** Watches the services of a running stack: tells when one dies, and starts one again when {@code restart} asks for it. */
final class Supervisor implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Home home;
    private final Collection<ServiceProcess> services;
    private final Consumer<String> progress;
    private final Thread thread;
    private volatile boolean ended;

    Supervisor(Home home, Collection<ServiceProcess> services, Consumer<String> progress) {
        this.home = home;
        this.services = services;
        this.progress = progress;
        this.thread = new Thread(this::watch, "supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!ended) {
            for (ServiceProcess service : services) {
                tellOfDeath(service);
                if (Files.exists(home.restartRequest(service.service()))) {
                    restart(service);
                }
            }
            try {
                Thread.sleep(EVERY.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void tellOfDeath(ServiceProcess service) {
        service.unexpectedDeath()
                .ifPresent(code -> progress.accept(service.service().id() + " ended by itself (code "
                        + code + ", log " + service.log() + "); start it again: ./reprieve restart "
                        + service.service().id()));
    }

    private void restart(ServiceProcess service) {
        String name = service.service().id();
        try {
            service.restart();
            progress.accept(name + " was restarted (pid " + service.pid() + ")");
        } catch (RuntimeException e) {
            progress.accept(name + " could not be restarted: " + e.getMessage());
        } finally {
            // its absence is the answer that the other process waits for
            home.forget(home.restartRequest(service.service()));
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
