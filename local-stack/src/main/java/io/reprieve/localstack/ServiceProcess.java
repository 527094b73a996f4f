package io.reprieve.localstack;

import io.reprieve.localservers.OwnedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the four services, or the witness, as a process, which can be killed and started again with the same launch spec. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Part service;
    private final OwnedProcess.Spec spec;
    private final String url;
    private final Home home;
    private OwnedProcess process;
    private boolean expectedDead;

    ServiceProcess(Part service, StackSettings settings, Home home, int port, Map<String, String> environment) {
        this.service = service;
        this.home = home;
        this.url = "http://localhost:" + port;
        Path target = settings.checkout().resolve(service.id()).resolve("target");
        Path jar = target.resolve(service == Part.WITNESS ? "witness.jar" : "quarkus-app/quarkus-run.jar");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // Starts soon rather than runs fast, unless somebody measures.
                "-XX:TieredStopAtLevel="
                        + settings.variable("REPRIEVE_JIT_LEVEL").orElse("1")));
        command.addAll(service == Part.WITNESS ? List.of("-Xmx64m") : ofQuarkus(port));
        command.addAll(List.of("-jar", jar.toString()));
        this.spec = OwnedProcess.Spec.of(service.label(), command, home.folder(), home.log(service.id()))
                .inheriting(ServiceEnvironment.INHERITED::contains)
                .with(environment);
        if (!Files.exists(jar)) {
            throw new StackRefused(service.id() + " is not built (" + jar
                    + " is missing): ./mvnw -DskipTests package, or use ./reprieve up, which builds it");
        }
    }

    private static List<String> ofQuarkus(int port) {
        return List.of(
                "-Xmx512m",
                // Events and answers live briefly: with room to die young they are not copied out of its way.
                "-XX:NewRatio=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.profile=local",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port);
    }

    Part service() {
        return service;
    }

    String url() {
        return url;
    }

    Path log() {
        return spec.log();
    }

    /** Starts it without waiting; does nothing while it runs. */
    synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        expectedDead = false;
        process = OwnedProcess.start(spec);
        home.writePid(service.id(), process.pid());
    }

    /** Waits until it says that it is ready. */
    void awaitReady() {
        OwnedProcess started = current();
        started.await(STARTS_WITHIN, message -> {}, this::isReady);
    }

    /** Ends it as a crash would: SIGKILL. */
    synchronized void kill() {
        expectedDead = true;
        process.kill();
    }

    /** Ends it (at once, if it still runs), starts it again with the same spec and waits until it is ready. */
    void restart() {
        synchronized (this) {
            if (process.isAlive()) {
                expectedDead = true;
                process.kill();
            }
            start();
        }
        awaitReady();
    }

    synchronized long pid() {
        return process.pid();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The exit code of a death nobody asked for, told once. */
    synchronized Optional<Integer> unexpectedDeath() {
        if (process == null || expectedDead || process.isAlive()) {
            return Optional.empty();
        }
        expectedDead = true;
        return process.exitCode();
    }

    boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + service.id(), e);
        }
    }

    private synchronized OwnedProcess current() {
        return process;
    }

    @Override
    public synchronized void close() {
        expectedDead = true;
        if (process != null) {
            process.close();
            home.forget(home.pidFile(service.id()));
        }
    }
}
