package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A server process that cannot outlive this JVM: not by a missed shutdown hook, not when the JVM itself is killed with
 * SIGKILL. A small shell holds the read end of a pipe whose other end is ours; when that closes, for whatever reason, it
 * stops the server. Ctrl-C at a terminal does not reach the server (it has a session of its own where the machine has
 * {@code setsid}), so that the JVM decides the order in which things stop.
 */
public final class OwnedProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // The shell must be the server's parent: an unwaited child's pid cannot be given to somebody else meanwhile.
    private static final String WATCHED = """
            signal=$1; pidfile=$2; shift 2
            exec 3<&0
            "$@" </dev/null 3<&- & server=$!
            echo $server >"$pidfile"
            (read -r gone <&3; kill -s "$signal" $server 2>/dev/null) & watcher=$!
            wait $server; code=$?
            kill $watcher 2>/dev/null
            exit $code
            """;

    private final Spec spec;
    private final Process shell;
    private final ProcessHandle server;
    private final Thread atExit;

    private OwnedProcess(Spec spec, Process shell, ProcessHandle server) {
        this.spec = spec;
        this.shell = shell;
        this.server = server;
        this.atExit = new Thread(this::stop, "stop-" + spec.name());
    }

    /**
     * What to run.
     *
     * @param name for messages
     * @param command program and arguments
     * @param directory working directory
     * @param environment set in the child, over what is inherited
     * @param inherited which variables of this JVM the child may see
     * @param log where its output goes (appended)
     * @param signal what asks it to stop: {@code TERM}, {@code INT}
     */
    public record Spec(
            String name,
            List<String> command,
            Path directory,
            Map<String, String> environment,
            Predicate<String> inherited,
            Path log,
            String signal) {

        /** Runs {@code command} in {@code directory} with this JVM's environment, stopped by SIGTERM. */
        public static Spec of(String name, List<String> command, Path directory, Path log) {
            return new Spec(name, List.copyOf(command), directory, Map.of(), variable -> true, log, "TERM");
        }

        public Spec with(Map<String, String> variables) {
            return new Spec(name, command, directory, Map.copyOf(variables), inherited, log, signal);
        }

        public Spec inheriting(Predicate<String> variables) {
            return new Spec(name, command, directory, environment, variables, log, signal);
        }

        public Spec stoppedBy(String stopSignal) {
            return new Spec(name, command, directory, environment, inherited, log, stopSignal);
        }
    }

    /** Starts it; it is stopped by {@link #close()} or with this JVM, whichever comes first. */
    public static OwnedProcess start(Spec spec) {
        try {
            Files.createDirectories(spec.directory());
            Files.createDirectories(spec.log().toAbsolutePath().getParent());
            Path pidFile = Files.createTempFile("reprieve-", ".pid");
            List<String> command = new ArrayList<>(ownSession());
            command.addAll(List.of("sh", "-c", WATCHED, spec.name(), spec.signal(), pidFile.toString()));
            command.addAll(spec.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(spec.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
            builder.environment().keySet().removeIf(variable -> !spec.inherited()
                    .test(variable));
            builder.environment().putAll(spec.environment());
            Process shell = builder.start();
            OwnedProcess owned = new OwnedProcess(spec, shell, serverOf(shell, pidFile));
            Runtime.getRuntime().addShutdownHook(owned.atExit);
            return owned;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + spec.name(), e);
        }
    }

    private static List<String> ownSession() {
        boolean setsid = Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"));
        return setsid ? List.of("setsid") : List.of();
    }

    private static ProcessHandle serverOf(Process shell, Path pidFile) throws IOException {
        boolean written = Waiting.until(PATIENCE, () -> sizeOf(pidFile) > 0 || !shell.isAlive());
        String pid = Files.readString(pidFile).strip();
        Files.deleteIfExists(pidFile);
        if (!written || pid.isEmpty()) {
            shell.destroyForcibly();
            throw new IOException("The shell that watches the server did not start");
        }
        return ProcessHandle.of(Long.parseLong(pid)).orElse(shell.toHandle());
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    /** The server's own process id. */
    public long pid() {
        return server.pid();
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** How it ended: its exit code, 128 + signal when a signal ended it; empty while it runs. */
    public Optional<Integer> exitCode() {
        return shell.isAlive() ? Optional.empty() : Optional.of(shell.exitValue());
    }

    public Path log() {
        return spec.log();
    }

    /** The end of what it wrote, for messages about a failed start. */
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(spec.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
        } catch (IOException e) {
            return "(no log at " + spec.log() + ")";
        }
    }

    /**
     * Waits until {@code ready} holds.
     *
     * @throws IllegalStateException with the end of the log when the server ends first or takes longer than {@code atMost}
     */
    public void await(Duration atMost, Consumer<String> progress, BooleanSupplier ready) {
        long began = System.nanoTime();
        boolean settled = Waiting.until(atMost, () -> !isAlive() || ready.getAsBoolean());
        if (!settled || !isAlive()) {
            close();
            String fact = settled
                    ? "ended with code " + shell.exitValue()
                    : "was not ready after " + atMost.toSeconds() + " s";
            throw new IllegalStateException(
                    spec.name() + " " + fact + "; its log is " + spec.log() + ":\n" + lastWords());
        }
        long seconds = Math.round((System.nanoTime() - began) / 1e9);
        progress.accept(spec.name() + " is up (" + seconds + " s)");
    }

    /** Asks it to stop, waits up to 30 s, then kills it. Safe to call twice. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException jvmIsEnding) {
            // the hook is running or has run: nothing to take back
        }
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        server.destroyForcibly();
        shellEnded();
        close();
    }

    private void stop() {
        try {
            shell.getOutputStream().close();
        } catch (IOException ignored) {
            // a broken pipe says the shell is gone already
        }
        if (!shellEnded()) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            shellEnded();
        }
    }

    private boolean shellEnded() {
        return Waiting.until(PATIENCE, () -> !shell.isAlive());
    }
}
