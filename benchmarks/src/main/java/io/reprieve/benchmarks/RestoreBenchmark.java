package io.reprieve.benchmarks;

import io.reprieve.localservers.Checkout;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.LocalRadosgw;
import io.reprieve.localservers.LocalS3;
import io.reprieve.localservers.PostgresVersion;
import io.reprieve.localservers.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./benchmarks/run restore}: accounts put back beside the way it is done without Reprieve, on servers of its own. */
public final class RestoreBenchmark {

    private RestoreBenchmark() {}

    /** @param args {@code --quick} for a tenth of the size, {@code --rounds N} */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        RestoreScale scale = options.contains("--quick") ? RestoreScale.QUICK : RestoreScale.FULL;
        int rounds = options.contains("--rounds")
                ? Integer.parseInt(options.get(options.indexOf("--rounds") + 1))
                : scale.rounds();
        Path results = Checkout.root().resolve("benchmarks/results");
        Path folder = Files.createDirectories(results).resolve("work-restore");
        EngineBenchmark.delete(folder);
        Instant at = Instant.now();
        try (LocalPostgres server = LocalPostgres.start(
                        PostgresVersion.V15, folder.resolve("postgres"), 0, settings(scale), System.out::println);
                S3Server files = LocalRadosgw.isInstalled()
                        ? LocalRadosgw.start(folder.resolve("rgw"), 0)
                        : LocalS3.start(folder.resolve("s3"), 0)) {
            RestoreRounds measured = new RestoreRounds(scale, server, files, folder);
            measured.prepare();
            for (int round = 1; round <= rounds; round++) {
                System.out.println("Round " + round);
                measured.round();
            }
            Report report = new Report(about(scale, rounds, measured, at), measured.figures(), measured.measures());
            System.out.println();
            System.out.print(report.table());
            System.out.println();
            System.out.print(Asked.told(measured.asked()));
            System.out.println("\nEvery run: " + report.write(results, "restore", at));
        } finally {
            EngineBenchmark.delete(folder);
        }
    }

    private static Map<String, String> settings(RestoreScale scale) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("shared_buffers", scale.sharedBuffers());
        settings.put("max_wal_size", "8GB");
        settings.put("checkpoint_timeout", "30min");
        settings.put("maintenance_work_mem", "256MB");
        settings.put("work_mem", "32MB");
        return settings;
    }

    private static Map<String, String> about(RestoreScale scale, int rounds, RestoreRounds measured, Instant at)
            throws Exception {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("measured", at + ", " + scale.name() + " scale, medians of " + rounds + " rounds");
        about.put(
                "on",
                "PostgreSQL 15, fsync on, shared_buffers " + scale.sharedBuffers() + "; "
                        + Runtime.getRuntime().availableProcessors() + " processors; Java "
                        + Runtime.version().feature() + ", -Xmx512m; objects on "
                        + (LocalRadosgw.isInstalled() ? "radosgw" : "S3Mock"));
        about.put("account", measured.accountRows() + " rows and " + scale.objects() + " objects");
        about.put("database", measured.rows() + " rows; the small one " + measured.smallRows());
        about.put(
                "verified",
                "planned, objects and rows put back, digest compared, in the ledger: one commit an account");
        return about;
    }
}
