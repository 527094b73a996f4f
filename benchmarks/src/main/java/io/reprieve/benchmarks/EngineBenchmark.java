package io.reprieve.benchmarks;

import io.reprieve.localservers.Checkout;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.PostgresVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ./benchmarks/run engine}: the account engine beside what one would use without it, on a PostgreSQL of its own. */
public final class EngineBenchmark {

    private EngineBenchmark() {}

    /** @param args {@code --quick} for a tenth of the size, {@code --documents N} for any other, {@code --rounds N} */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        Scale scale = scale(options);
        Path results = Checkout.root().resolve("benchmarks/results");
        Path folder = Files.createDirectories(results).resolve("work");
        delete(folder);
        Instant at = Instant.now();
        try (LocalPostgres server = server(scale, folder);
                EngineProcess engine = new EngineProcess(server)) {
            EngineRounds rounds = new EngineRounds(scale, server, engine, folder, EngineBenchmark::say);
            rounds.prepare();
            for (int round = 1; round <= scale.rounds(); round++) {
                rounds.round(round);
            }
            Report report = new Report(
                    about(scale, rounds, at),
                    EngineFigures.of(rounds.measures(), rounds.clients().copyName()),
                    rounds.measures());
            System.out.println();
            System.out.print(report.table());
            System.out.println("\nEvery run: " + report.write(results, "engine", at));
        } finally {
            delete(folder);
        }
    }

    private static Scale scale(List<String> options) {
        Scale scale = options.contains("--quick") ? Scale.QUICK : Scale.FULL;
        Optional<Integer> documents = number(options, "--documents");
        Optional<Integer> rounds = number(options, "--rounds");
        if (documents.isPresent()) {
            scale = Scale.QUICK.documents(documents.get());
        }
        return rounds.isPresent() ? scale.rounds(rounds.get()) : scale;
    }

    private static Optional<Integer> number(List<String> options, String name) {
        int at = options.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(Integer.parseInt(options.get(at + 1)));
    }

    private static LocalPostgres server(Scale scale, Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("shared_buffers", scale.sharedBuffers());
        settings.put("max_wal_size", "8GB");
        settings.put("checkpoint_timeout", "30min");
        settings.put("maintenance_work_mem", "256MB");
        settings.put("work_mem", "32MB");
        return LocalPostgres.start(PostgresVersion.V15, folder.resolve("postgres"), 0, settings, EngineBenchmark::say);
    }

    private static Map<String, String> about(Scale scale, EngineRounds rounds, Instant at) throws Exception {
        Map<String, String> about = new LinkedHashMap<>();
        long rows = rounds.measures().all().get("export.engine").get(0).rows();
        about.put(
                "measured", at + ", " + scale.name() + " scale, medians of " + scale.rounds() + " interleaved rounds");
        about.put(
                "on",
                "PostgreSQL 15, fsync on, shared_buffers " + scale.sharedBuffers() + "; "
                        + Runtime.getRuntime().availableProcessors() + " processors; Java "
                        + Runtime.version().feature());
        about.put(
                "account",
                rows + " rows, in databases of " + megabytes(rounds.size()) + " and "
                        + megabytes(rounds.sizeOfTwice()));
        about.put("engine", "a process of its own with -Xmx256m");
        return about;
    }

    private static String megabytes(long bytes) {
        return bytes / (1 << 20) + " MB";
    }

    private static void say(String message) {
        System.out.println(message);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
