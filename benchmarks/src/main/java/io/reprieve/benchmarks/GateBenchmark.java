package io.reprieve.benchmarks;

import io.reprieve.localservers.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./benchmarks/run gate}: what a suite of its own, started beside it, takes for reading and for deciding. */
public final class GateBenchmark {
    private GateBenchmark() {}

    /** @param args {@code --quick} for a quarter of the calls */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        Instant at = Instant.now();
        GateRounds rounds = new GateRounds(RunningSuite.find(), quick ? 0.25 : 1);
        rounds.measure();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("measured", at + (quick ? ", quick" : ""));
        about.put(
                "on",
                Runtime.getRuntime().availableProcessors()
                        + " processors, shared by the four services, Keycloak, PostgreSQL and the callers; "
                        + GateRounds.CALLERS
                        + " callers; each call with a person's token and Keycloak's authorization");
        about.put("ratios", "time a call beside the other's; 2.00x is half as many a second");
        about.putAll(rounds.atAHundredASecond());
        Report report = new Report(about, rounds.figures(), rounds.measures());
        System.out.println();
        System.out.print(report.table());
        Path results = Checkout.root().resolve("benchmarks/results");
        System.out.println("\nEvery run: " + report.write(results, "gate", at));
    }
}
