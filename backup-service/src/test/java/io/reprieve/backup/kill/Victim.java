package io.reprieve.backup.kill;

import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.localservers.Breakpoints;
import io.reprieve.localservers.OwnedProcess;
import io.reprieve.localservers.Ports;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The packaged service as another replica, in a process of its own that can be ended by SIGKILL. */
final class Victim implements AutoCloseable {
    private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");

    private final OwnedProcess process;
    private final Optional<Breakpoints> breakpoints;

    private Victim(OwnedProcess process, Optional<Breakpoints> breakpoints) {
        this.process = process;
        this.breakpoints = breakpoints;
    }

    static Victim running() {
        return new Victim(start(List.of()), Optional.empty());
    }

    /** Each step gets hold of the first thread that comes to it. */
    static Victim stoppingAt(Collection<String> steps) {
        int port = Ports.free();
        OwnedProcess process = start(List.of(Breakpoints.argument(port)));
        return new Victim(process, Optional.of(Breakpoints.attach(port, steps)));
    }

    Set<String> reached() {
        return breakpoints.orElseThrow().reached();
    }

    /** Whether it has come up. */
    boolean hasBegun() {
        try {
            return Files.readString(process.log()).contains("Listening on");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String lastWords() {
        return process.lastWords();
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
    }

    private static OwnedProcess start(List<String> more) {
        Path folder = TestServers.folder();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dquarkus.profile=local",
                "-Dquarkus.http.port=0",
                // As many as there are pieces of work to be caught in: none is to wait for another.
                "-Dreprieve.work.threads=40",
                "-Dquarkus.datasource.jdbc.max-size=60",
                "-Dquarkus.datasource.product.jdbc.max-size=60"));
        ServiceUnderTest.settings().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(more);
        command.addAll(List.of("-jar", APPLICATION.toAbsolutePath().toString()));
        return OwnedProcess.start(OwnedProcess.Spec.of("victim", command, folder, folder.resolve("victim.log"))
                .inheriting(name -> name.equals("PATH") || name.equals("HOME")));
    }
}
