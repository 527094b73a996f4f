package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A PostgreSQL data folder: made when it is not there, freed from what an earlier run left behind. */
record PostgresFolder(Path data, PostgresBinaries binaries) {
    private static final Duration LAST_RUN_STOPS = Duration.ofSeconds(20);

    /** Makes the cluster unless a whole one is there. A folder that a killed initdb left half-made is made anew. */
    void prepare(String password, Consumer<String> progress) {
        stopOrphan(progress);
        if (Files.exists(data.resolve("PG_VERSION"))) {
            refuseAnotherVersion();
            return;
        }
        progress.accept("Making a PostgreSQL cluster in " + data);
        Path filling = data.resolveSibling(data.getFileName() + ".filling");
        Folders.delete(filling);
        initdb(filling, password);
        Folders.swapIn(filling, data);
    }

    private void refuseAnotherVersion() {
        try {
            String made = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!made.equals(String.valueOf(binaries.version().major()))) {
                throw new IllegalStateException(data + " is a cluster of PostgreSQL " + made + ", not of "
                        + binaries.version().major() + ": use another folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initdb(Path into, String password) {
        Path secret = null;
        try {
            Files.createDirectories(into.getParent());
            secret = Files.createTempFile("reprieve-", ".pw");
            Files.writeString(secret, password);
            List<String> command = new ArrayList<>(List.of(
                    binaries.program("initdb").toString(),
                    "--no-sync",
                    "--username=postgres",
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--lc-ctype=" + (PostgresPackage.system().equals("darwin") ? "en_US.UTF-8" : "C.UTF-8"),
                    "--pgdata=" + into));
            if (binaries.version().major() >= 16) {
                // Passwords here are public or random: stretching them only makes each of many connections slow.
                command.add("--set=scram_iterations=1");
            }
            if (binaries.version().major() >= 17) {
                // The builtin provider sorts alike on every machine; only character classes come from the C library.
                command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            }
            Process initdb = new ProcessBuilder(asOrdinaryUser(command))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(initdb.getInputStream().readAllBytes());
            if (!initdb.waitFor(2, TimeUnit.MINUTES) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw new IllegalStateException("initdb failed:\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run initdb", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            deleteQuietly(secret);
        }
    }

    /**
     * The command as PostgreSQL will accept it: it refuses to run as root, so root gives it a user namespace in which it
     * is nobody. Nothing is chowned and no user has to exist.
     */
    static List<String> asOrdinaryUser(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))
                || !PostgresPackage.system().equals("linux")) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--user"));
        wrapped.addAll(command);
        return List.copyOf(wrapped);
    }

    /** Stops the server an earlier, killed run left on this folder; takes away its pid file when nobody is behind it. */
    private void stopOrphan(Consumer<String> progress) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> left = serverNamedIn(pidFile);
        if (left.isPresent()) {
            ProcessHandle server = left.get();
            progress.accept("Stopping the PostgreSQL (pid " + server.pid() + ") that an earlier run left on " + data);
            signal(server, "INT");
            if (!Waiting.until(LAST_RUN_STOPS, () -> !server.isAlive())) {
                signal(server, "QUIT");
                Waiting.until(LAST_RUN_STOPS, () -> !server.isAlive());
            }
        }
        deleteQuietly(pidFile);
    }

    /** The pid may have been given to another program since: only a postgres whose folder is ours counts. */
    private Optional<ProcessHandle> serverNamedIn(Path pidFile) {
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .map(c -> c.endsWith("postgres"))
                            .orElse(false))
                    .filter(process -> process.info()
                            .arguments()
                            .map(arguments -> List.of(arguments).contains(data.toString()))
                            .orElse(true));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException unreadable) {
            return Optional.empty();
        }
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException ignored) {
            // left behind in the temporary folder, or PostgreSQL says itself that it is in the way
        }
    }
}
