package io.reprieve.benchmarks;

import io.reprieve.localservers.Checkout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./benchmarks/run outbox}: how fast a backlog drains through a service's relay into the log of a suite of its own. */
public final class OutboxBenchmark {
    private static final long EVENTS = 1_000_000;
    private static final long QUICK = 50_000;
    private static final long WARM_UP = 20_000;

    private OutboxBenchmark() {}

    /** @param args {@code --quick} for a twentieth of the events */
    public static void main(String[] args) throws Exception {
        boolean quick = List.of(args).contains("--quick");
        long events = quick ? QUICK : EVENTS;
        Instant at = Instant.now();
        Measures measures = new Measures();
        List<Figure> figures = new ArrayList<>();
        Map<String, String> about = new LinkedHashMap<>();
        about.put("measured", at + (quick ? ", quick" : ""));
        about.put(
                "on",
                Runtime.getRuntime().availableProcessors()
                        + " processors, shared by the four services, Keycloak and PostgreSQL (fsync on)");
        OutboxBacklog backlog = new OutboxBacklog(RunningSuite.find());
        backlog.ofMany(WARM_UP);
        backlog.drained();
        for (String shape : List.of("as many aggregates", "one aggregate")) {
            double written = shape.startsWith("one") ? backlog.ofOne(events) : backlog.ofMany(events);
            double drained = backlog.drained();
            measures.add("written." + shape, new Run(written, events, 0));
            measures.add("drained." + shape, new Run(drained, events, 0));
            figures.add(new Figure(
                    "%,d events of %s".formatted(events, shape),
                    new Figure.Side("outbox to log, marked", drained),
                    new Figure.Side("one INSERT of them", written),
                    null,
                    0));
            about.put(shape, String.format(Locale.ROOT, "%,.0f events a second", events / drained));
        }
        Report report = new Report(about, figures, measures);
        System.out.println();
        System.out.print(report.table());
        Path results = Checkout.root().resolve("benchmarks/results");
        System.out.println("\nEvery run: " + report.write(results, "outbox", at));
    }
}
