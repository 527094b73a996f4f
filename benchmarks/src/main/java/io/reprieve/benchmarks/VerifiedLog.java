package io.reprieve.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/** A log as its export and checkpoint, and the verifier, a process of its own, over them. */
record VerifiedLog(LogDatabase log, PublicKey key) {
    private static final int FETCH = 10_000;

    Run run(Path verifier) throws Exception {
        Path folder = Files.createTempDirectory("reprieve-log-");
        try {
            Path entries = folder.resolve("entries.ndjson");
            Path checkpoint = folder.resolve("checkpoint");
            Path keys = folder.resolve("log.pub.pem");
            write(entries, checkpoint);
            Files.writeString(
                    keys,
                    "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
            return Run.of(() -> verify(verifier, entries, checkpoint, keys));
        } finally {
            EngineBenchmark.delete(folder);
        }
    }

    private void write(Path entries, Path checkpoint) throws SQLException, IOException {
        try (Connection connection = log.connect();
                Statement statement = connection.createStatement();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(entries))) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery("SELECT leaf FROM log_entry ORDER BY index")) {
                while (rows.next()) {
                    out.write(rows.getBytes(1));
                    out.write('\n');
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT note FROM log_checkpoint ORDER BY size DESC, number DESC LIMIT 1")) {
                row.next();
                Files.writeString(checkpoint, row.getString(1));
            }
        }
    }

    private static void verify(Path verifier, Path entries, Path checkpoint, Path keys) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        verifier.toString(),
                        "log",
                        entries.toString(),
                        checkpoint.toString(),
                        keys.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the verifier does not prove the log: " + process.exitValue());
        }
    }
}
