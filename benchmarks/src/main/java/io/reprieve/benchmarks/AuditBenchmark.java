package io.reprieve.benchmarks;

import io.reprieve.localservers.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./benchmarks/run audit}: the log of a suite of its own, started beside it. */
public final class AuditBenchmark {
    private AuditBenchmark() {}

    /** @param args {@code --quick}, or {@code --full} for five million events over HTTP */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        AuditScale scale = options.contains("--quick")
                ? AuditScale.QUICK
                : options.contains("--full") ? AuditScale.FULL : AuditScale.USUAL;
        Instant at = Instant.now();
        AuditRounds rounds = new AuditRounds(RunningSuite.find(), scale, Checkout.root());
        rounds.measure();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("measured", at + ", " + scale.name() + " scale");
        about.put(
                "on",
                Runtime.getRuntime().availableProcessors()
                        + " processors, shared by the four services, Keycloak, PostgreSQL (fsync on) and the callers");
        about.put("ratios", "time beside the other's; 2.00x is half as many a second");
        about.putAll(rounds.rates());
        Report report = new Report(about, rounds.figures(), rounds.measures());
        System.out.println();
        System.out.print(report.table());
        Path results = Checkout.root().resolve("benchmarks/results");
        System.out.println("\nEvery run: " + report.write(results, "audit", at));
    }
}
