package io.reprieve.localservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Keycloak on disk: its own build step done once per checkout, and the realm imported once into a database that each
 * start copies. Both are kept under the hash of what went into them, so a changed realm makes a new template by itself.
 */
record KeycloakDistribution(Path home) {
    static final String ADMIN = "admin";

    private static final String REALM = "/realm/reprieve-realm.json";
    private static final List<String> SCRIPTS = List.of("META-INF/keycloak-scripts.json", "auth-time.js");
    private static final List<String> BUILD = List.of(
            "build",
            "--db=dev-file",
            "--features=scripts",
            "--features-disabled=ciba,device-flow,docker,par,kerberos,organization,impersonation,"
                    + "step-up-authentication-saml,opentelemetry");
    private static final Duration ONCE = Duration.ofMinutes(8);

    /** The folder with the database that has the realm in it, built and imported first where needed. */
    static Template template(Consumer<String> progress) {
        KeycloakDistribution keycloak = new KeycloakDistribution(Dist.keycloak());
        Path database = Checkout.dist().resolve("keycloak-realm-" + keycloak.fingerprint(REALM));
        FolderLock.holding(keycloak.home, () -> {
            keycloak.buildOnce(progress);
            if (!Files.exists(database)) {
                keycloak.importInto(database, progress);
            }
        });
        return new Template(keycloak, database);
    }

    record Template(KeycloakDistribution keycloak, Path database) {}

    private void buildOnce(Consumer<String> progress) {
        Path stamp = home.resolve(".built");
        String wanted = fingerprint("");
        if (contentOf(stamp).equals(wanted + " " + lastBuilt())) {
            return;
        }
        progress.accept("Building Keycloak, once per checkout (about a minute)");
        try {
            Files.deleteIfExists(stamp);
            backToShipped();
            writeScripts(home.resolve("providers/reprieve-local.jar"));
            run("Keycloak's build", BUILD, Map.of(), home.resolve("build.log"));
            Files.writeString(stamp, wanted + " " + lastBuilt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the built application was written: unpacking the distribution over it again undoes a build. */
    private long lastBuilt() {
        return home.resolve("lib/quarkus/quarkus-application.dat").toFile().lastModified();
    }

    /** A build that was cut short leaves files Keycloak cannot start from: every build begins from what was shipped. */
    private void backToShipped() throws IOException {
        Path live = home.resolve("lib/quarkus");
        Path shipped = home.resolve("lib/quarkus.shipped");
        if (!Files.exists(shipped)) {
            Path copying = home.resolve("lib/quarkus.copying");
            Folders.delete(copying);
            copyFlat(live, copying);
            Folders.swapIn(copying, shipped);
        }
        Folders.delete(live);
        copyFlat(shipped, live);
    }

    private void importInto(Path database, Consumer<String> progress) {
        progress.accept("Importing the realm, once per version of it (about half a minute)");
        Path filling = database.resolveSibling(database.getFileName() + ".filling");
        Folders.delete(filling);
        try (InputStream realm = resource(REALM)) {
            Files.createDirectories(filling);
            Path file = filling.resolve("realm.json");
            Files.copy(realm, file);
            run(
                    "Keycloak's import",
                    List.of("import", "--optimized", "--file=" + file, "--db-url=" + databaseUrl(filling)),
                    Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN),
                    home.resolve("import.log"));
            if (!Files.exists(filling.resolve("keycloakdb.mv.db"))) {
                throw new IllegalStateException("The import left no database; see " + home.resolve("import.log"));
            }
            Folders.swapIn(filling, database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String name, List<String> arguments, Map<String, String> environment, Path log) {
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (OwnedProcess process = start(name, 512, arguments, environment, log)) {
            boolean ended = Waiting.until(ONCE, () -> !process.isAlive());
            // 10 says: built again, as asked; anything but 0 and 10 is a failure
            int code = ended ? process.exitCode().orElse(-1) : -1;
            if (code != 0 && code != 10) {
                throw new IllegalStateException(name + " failed (" + code + "); " + log + ":\n" + process.lastWords());
            }
        }
    }

    /** Runs Keycloak's launcher without its shell script, which would force a slower start and hide the pid. */
    OwnedProcess start(
            String name, int heapMegabytes, List<String> arguments, Map<String, String> environment, Path log) {
        List<String> java = new ArrayList<>(List.of(
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        java.addAll(arguments);
        return OwnedProcess.start(OwnedProcess.Spec.of(name, Jvm.command(heapMegabytes, java), home, log)
                .inheriting(Jvm::mayInherit)
                .with(environment));
    }

    static String databaseUrl(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("keycloakdb") + ";NON_KEYWORDS=VALUE";
    }

    private String fingerprint(String besides) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(home.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(BUILD.toString().getBytes(StandardCharsets.UTF_8));
            for (String script : SCRIPTS) {
                digest.update(bytes("/keycloak/" + script));
            }
            if (!besides.isEmpty()) {
                digest.update(bytes(besides));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keycloak takes scripts only from a jar in its providers folder. */
    private static void writeScripts(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String script : SCRIPTS) {
                out.putNextEntry(new ZipEntry(script));
                out.write(bytes("/keycloak/" + script));
                out.closeEntry();
            }
        }
    }

    private static void copyFlat(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = resource(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        return KeycloakDistribution.class.getResourceAsStream(name);
    }

    private static String contentOf(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
