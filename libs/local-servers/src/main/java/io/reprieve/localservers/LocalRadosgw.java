package io.reprieve.localservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Ceph's object gateway on a cluster of one node in memory: an S3 that enforces Object Lock, where Debian's
 * {@code radosgw}, {@code ceph-mon}, {@code ceph-mgr} and {@code ceph-osd} are installed. Nothing survives it.
 */
public final class LocalRadosgw implements S3Server {
    private static final List<String> PROGRAMS = List.of(
            "radosgw", "radosgw-admin", "ceph", "ceph-mon", "ceph-mgr", "ceph-osd", "monmaptool", "ceph-authtool");
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final Deque<OwnedProcess> processes;
    private final OwnedProcess gateway;
    private final FolderLock lock;
    private final int port;

    private LocalRadosgw(Deque<OwnedProcess> processes, FolderLock lock, int port) {
        this.processes = processes;
        this.gateway = processes.peek();
        this.lock = lock;
        this.port = port;
    }

    /** Whether all it takes is on this machine's path. */
    public static boolean isInstalled() {
        return PROGRAMS.stream()
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Starts a new, empty one with its files in {@code dir} (emptied) and on {@code port} (0: any free one). */
    public static LocalRadosgw start(Path dir, int port) {
        return start(dir, port, message -> {});
    }

    /**
     * Starts it.
     *
     * @param progress is told, in a sentence each, what takes time
     * @throws IllegalStateException when it is not installed, another running JVM has this folder, or it does not come up
     */
    public static LocalRadosgw start(Path dir, int port, Consumer<String> progress) {
        if (!isInstalled()) {
            throw new IllegalStateException(
                    "radosgw is not installed: apt-get install radosgw ceph-osd ceph-mon ceph-mgr ceph-common ceph-base");
        }
        Path folder = dir.toAbsolutePath().normalize();
        FolderLock lock = FolderLock.tryTake(folder)
                .orElseThrow(() -> new IllegalStateException("Another running process uses " + folder));
        Cluster cluster = new Cluster(folder, Ports.orFree(port), new ArrayDeque<>());
        try {
            cluster.start(progress);
            return new LocalRadosgw(cluster.processes(), lock, cluster.port());
        } catch (RuntimeException e) {
            cluster.processes().forEach(OwnedProcess::close);
            lock.close();
            throw e;
        }
    }

    @Override
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String accessKey() {
        return "writer";
    }

    @Override
    public String secretKey() {
        return "writersecret";
    }

    @Override
    public boolean enforcesObjectLock() {
        return true;
    }

    @Override
    public long pid() {
        return gateway.pid();
    }

    /** Stops the gateway first, the monitor last. */
    @Override
    public void close() {
        processes.forEach(OwnedProcess::close);
        lock.close();
    }

    /** The daemons of one node: monitor, manager, one OSD in memory, gateway; last started is first in the deque. */
    private record Cluster(Path folder, int port, Deque<OwnedProcess> processes) {

        void start(Consumer<String> progress) {
            progress.accept("Starting Ceph's object gateway");
            String fsid = UUID.randomUUID().toString();
            int monitor = Ports.free();
            writeConfiguration(fsid, monitor);
            writeKeys();
            run(
                    "monmaptool",
                    "--create",
                    "--clobber",
                    "--fsid",
                    fsid,
                    "--addv",
                    "a",
                    "[v2:127.0.0.1:" + monitor + "]",
                    path("monmap"));
            run("ceph-mon", "-c", path("ceph.conf"), "--mkfs", "-i", "a", "--monmap", path("monmap"));
            daemon("ceph-mon", "-i", "a").await(STARTS_WITHIN, quiet(), () -> ceph("-s"));
            require(ceph("auth", "import", "-i", path("keyring")), "importing keys");
            daemon("ceph-mgr", "-i", "x");
            String osd = UUID.randomUUID().toString();
            require(ceph("osd", "new", osd), "making an OSD");
            run("ceph-osd", "-c", path("ceph.conf"), "-i", "0", "--mkfs", "--osd-uuid", osd);
            daemon("ceph-osd", "-i", "0").await(STARTS_WITHIN, quiet(), this::osdIsUp);
            daemon("radosgw", "-n", "client.rgw.a").await(STARTS_WITHIN, progress, answers());
            run(
                    "radosgw-admin",
                    "-c",
                    path("ceph.conf"),
                    "-n",
                    "client.rgw.a",
                    "user",
                    "create",
                    "--uid=writer",
                    "--display-name=writer",
                    "--access-key=writer",
                    "--secret-key=writersecret");
        }

        private void writeConfiguration(String fsid, int monitor) {
            Folders.delete(folder);
            try {
                for (String part : List.of("mon", "mgr", "osd")) {
                    Files.createDirectories(folder.resolve(part));
                }
                Files.writeString(folder.resolve("ceph.conf"), """
                        [global]
                        fsid = %1$s
                        mon host = [v2:127.0.0.1:%2$d]
                        mon initial members = a
                        osd pool default size = 1
                        osd pool default min size = 1
                        osd crush chooseleaf type = 0
                        osd pool default pg num = 8
                        mon allow pool size one = true
                        mon warn on pool no redundancy = false
                        mon max pg per osd = 1000
                        osd objectstore = memstore
                        memstore device bytes = 8589934592
                        ms bind ipv6 = false
                        public network = 127.0.0.0/8
                        run dir = %3$s
                        admin socket =
                        log file = %3$s/$name.log
                        mon data = %3$s/mon
                        osd data = %3$s/osd
                        mgr data = %3$s/mgr
                        keyring = %3$s/keyring
                        [client.rgw.a]
                        rgw frontends = beast endpoint=127.0.0.1:%4$d tcp_nodelay=1
                        rgw thread pool size = 64
                        """.formatted(fsid, monitor, folder, port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void writeKeys() {
            String keyring = path("keyring");
            run("ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
            key("client.admin", "mon", "allow *", "osd", "allow *", "mgr", "allow *", "mds", "allow *");
            key("mgr.x", "mon", "allow profile mgr", "osd", "allow *", "mds", "allow *");
            key("osd.0", "mon", "allow profile osd", "mgr", "allow profile osd", "osd", "allow *");
            key("client.rgw.a", "mon", "allow rw", "osd", "allow rwx", "mgr", "allow rw");
        }

        private void key(String name, String... capabilities) {
            List<String> command = new ArrayList<>(List.of("ceph-authtool", path("keyring"), "--gen-key", "-n", name));
            for (int i = 0; i < capabilities.length; i += 2) {
                command.addAll(List.of("--cap", capabilities[i], capabilities[i + 1]));
            }
            run(command.toArray(String[]::new));
        }

        private OwnedProcess daemon(String program, String... arguments) {
            List<String> command = new ArrayList<>(List.of(program, "-c", path("ceph.conf"), "-f"));
            command.addAll(List.of(arguments));
            OwnedProcess started = OwnedProcess.start(
                    OwnedProcess.Spec.of(program, command, folder, folder.resolve(program + ".out")));
            processes.push(started);
            return started;
        }

        private boolean ceph(String... arguments) {
            List<String> command = new ArrayList<>(
                    List.of("ceph", "-c", path("ceph.conf"), "--keyring", path("keyring"), "--connect-timeout", "5"));
            command.addAll(List.of(arguments));
            return exitCode(command, folder.resolve("ceph.out")) == 0;
        }

        private boolean osdIsUp() {
            Path answer = folder.resolve("osd-stat.out");
            List<String> command = List.of(
                    "ceph",
                    "-c",
                    path("ceph.conf"),
                    "--keyring",
                    path("keyring"),
                    "--connect-timeout",
                    "5",
                    "osd",
                    "stat");
            try {
                Files.deleteIfExists(answer);
                return exitCode(command, answer) == 0
                        && Files.readString(answer).contains("1 up");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private BooleanSupplier answers() {
            return () -> {
                try {
                    HttpURLConnection asked = (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
                    asked.setConnectTimeout(1_000);
                    asked.setReadTimeout(5_000);
                    return asked.getResponseCode() == 200;
                } catch (IOException notYet) {
                    return false;
                }
            };
        }

        private void run(String... command) {
            Path output = folder.resolve("setup.out");
            if (exitCode(List.of(command), output) != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed; see " + output);
            }
        }

        private int exitCode(List<String> command, Path output) {
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
                if (!process.waitFor(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return -1;
                }
                return process.exitValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static void require(boolean held, String what) {
            if (!held) {
                throw new IllegalStateException("Ceph: " + what + " failed");
            }
        }

        private static Consumer<String> quiet() {
            return message -> {};
        }

        private String path(String name) {
            return folder.resolve(name).toString();
        }
    }
}
