package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.reprieve.audit.append.EnvelopeReader;
import io.reprieve.audit.append.InvalidEvent;
import io.reprieve.audit.log.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** Events through the API, through the sequencer alone, and the same bytes as bare rows. */
final class AuditRounds {
    static final int RELAYS = 4;

    private static final String AUDIT = "audit-service";
    private static final String SERVICE = "purge-service";
    /** As many as a relay sends at once. */
    private static final int CALL = 500;
    /** Rows of one commit, of the sequencer's as of the bare ones. */
    private static final int COMMIT = 4096;

    private static final String LOG = "audit";
    private static final String OURS = "benchmark_log";
    private static final int CHUNK = 8 * COMMIT;
    private static final int PER_THOUSAND = 1000;

    private final RunningSuite suite;
    private final AuditScale scale;
    private final Path migrations;
    private final Path verifier;
    private final AuditEvents events = new AuditEvents();
    private final Measures measures = new Measures();
    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> rates = new LinkedHashMap<>();
    private final List<String> appended = new ArrayList<>();

    /** @param checkout where the migrations and the verifier's jar are */
    AuditRounds(RunningSuite suite, AuditScale scale, Path checkout) {
        this.suite = suite;
        this.scale = scale;
        this.migrations = checkout.resolve("audit-service/src/main/resources/db/migration");
        this.verifier = checkout.resolve("verifier/target/reprieve-verify.jar");
    }

    void measure() throws Exception {
        alone();
        ingest();
        single();
        proofs();
        searches();
    }

    List<Figure> figures() {
        return figures;
    }

    Measures measures() {
        return measures;
    }

    Map<String, String> rates() {
        return rates;
    }

    /** The sequencer, bare COPY and bare INSERT in turn, on the same events, until each had its share. */
    private void alone() throws Exception {
        try (LogDatabase log = new LogDatabase(suite, OURS, migrations);
                LogDatabase bare = new LogDatabase(suite, "benchmark_bare", migrations);
                AgroalDataSource pool = Pool.of(suite.databaseUrl(OURS), suite.administrator());
                SequencerAlone sequencer = new SequencerAlone(pool)) {
            for (int chunk = 0; chunk <= scale.chunks(); chunk++) {
                List<Entry> entries = entries(CHUNK);
                Run ours = Run.of(() -> sequencer.append(entries));
                Run copy = Run.of(() -> bare.copy(entries, COMMIT));
                Run insert = Run.of(() -> bare.insert(entries(CHUNK), COMMIT));
                if (chunk > 0) { // the first warms up
                    perThousand("sequencer", ours);
                    perThousand("copy", copy);
                    perThousand("insert", insert);
                }
            }
            int size = CHUNK * (scale.chunks() + 1);
            if (log.size() != size) {
                throw new IllegalStateException("the sequencer's log holds " + log.size() + " entries");
            }
            Run verified = new VerifiedLog(log, sequencer.publicKey()).run(verifier);
            measures.add("verify", new Run(verified.seconds() * PER_THOUSAND / size, size, 0));
        }
        rate("whole log verified, from its entries", "verify");
        figures.add(figure("1,000 entries verified", "verify", null, 1 / 150.0));
        rate("sequencer alone", "sequencer");
        rate("bare COPY, same rows, same commits", "copy");
        rate("bare batched INSERT", "insert");
        figures.add(figure("1,000 events, sequencer alone", "sequencer", null, 0.040));
        figures.add(figure("1,000 events, sequencer alone", "sequencer", "copy", 2.0));
        figures.add(figure("1,000 events, sequencer alone", "sequencer", "insert", 2.0));
    }

    private List<Entry> entries(int count) throws InvalidEvent {
        List<Entry> entries = new ArrayList<>(count);
        for (byte[] event : events.next(count)) {
            entries.add(EnvelopeReader.read(event));
        }
        return entries;
    }

    private void ingest() throws Exception {
        suite.signIn();
        long size = size();
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 2 * RELAYS; i++) {
            bodies.add(events.lines(CALL));
        }
        Load.closed(RELAYS, bodies.size(), i -> suite.appendEvents(SERVICE, bodies.get(i))
                .isOk());
        int calls = scale.ingested() / CALL;
        Load load = Load.closed(RELAYS, calls, i -> suite.appendEvents(SERVICE, events.lines(CALL))
                .isOk());
        requireAll(load, "append");
        double perSecond = load.perSecond() * CALL;
        measures.add("http", new Run(PER_THOUSAND / perSecond, scale.ingested(), 0));
        rates.put(
                "HTTP ingest",
                String.format(
                        Locale.ROOT,
                        "%,.0f events a second over %,d events, %d callers, %d a call, call p99 %.0f ms",
                        perSecond,
                        size() - size,
                        RELAYS,
                        CALL,
                        load.percentile(0.99)));
        figures.add(figure("1,000 events over HTTP", "http", null, 0.100));
        figures.add(figure("1,000 events over HTTP", "http", "copy", null));
        rates.put(
                "followers level with the log afterwards",
                String.format(Locale.ROOT, "%.1f s later", followed().seconds()));
    }

    // Search, alerts and counts work through what was ingested: whoever measures a call beside that measures them.
    private Run followed() throws Exception {
        return Run.of(() -> {
            while (suite.query(LOG, "SELECT min(position) FROM log_follower")
                    < suite.query(LOG, "SELECT max(size) FROM log_checkpoint")) {
                Thread.sleep(100);
            }
        });
    }

    private void single() {
        suite.signIn();
        steady("append with receipt", 200, 0.050, i -> {
            RunningSuite.Answer answer = suite.appendEvents(SERVICE, events.lines(1));
            synchronized (appended) {
                appended.add(answer.body().path("items").path(0).path("id").asText());
            }
            return answer.isOk() && answer.body().path("checkpoint").isTextual();
        });
    }

    private void proofs() {
        suite.signIn();
        steady("proof over HTTP", 50, 0.010, i -> suite.get(
                        "auditor", AUDIT, "/api/v1/events/" + appended.get(i * 7 % appended.size()) + "/proof")
                .isOk());
        steady("a call as authorized, one row", 50, null, i -> suite.get("auditor", AUDIT, "/api/v1/checkpoints/latest")
                .isOk());
    }

    private void searches() {
        suite.signIn();
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("account", "accountId=" + AuditEvents.account(31));
        queries.put("actor", "actor=psn_0007");
        queries.put("type and outcome", "type=purge.approved&outcome=SUCCESS");
        queries.put("words of the reason", "text=provisioned%20twice");
        queries.put("time", "from=2022-01-03T10:00:00Z&to=2022-01-03T10:05:00Z");
        rates.put("searched log", String.format(Locale.ROOT, "%,d entries", size()));
        queries.forEach((by, query) -> steady(
                "search by " + by, 20, 0.050, i -> suite.get("auditor", AUDIT, "/api/v1/events?limit=50&" + query)
                        .isOk()));
    }

    private void steady(String name, int perSecond, Double target, IntPredicate call) {
        Load.open(perSecond, 3, call);
        Load load = Load.open(perSecond, scale.steadySeconds(), call);
        rates.put(
                name + " at " + perSecond + "/s",
                String.format(
                        Locale.ROOT,
                        "%.1f/s answered, p50 %.1f ms, p99 %.1f ms, %d otherwise",
                        load.perSecond(),
                        load.percentile(0.5),
                        load.percentile(0.99),
                        load.failed()));
        measures.add(name, new Run(load.percentile(0.99) / PER_THOUSAND, 0, 0));
        figures.add(figure(name + ", p99", name, null, target));
    }

    private long size() {
        JsonNode newest =
                suite.get("auditor", AUDIT, "/api/v1/checkpoints/latest").body();
        return newest.path("size").asLong();
    }

    private void perThousand(String name, Run run) {
        measures.add(name, new Run(run.seconds() * PER_THOUSAND / CHUNK, CHUNK, 0));
    }

    private void rate(String name, String measure) {
        rates.put(
                name,
                String.format(Locale.ROOT, "%,.0f events a second (median)", PER_THOUSAND / measures.median(measure)));
    }

    private Figure figure(String what, String ours, String beside, Double target) {
        return new Figure(
                what,
                new Figure.Side(ours, measures.median(ours)),
                beside == null ? null : new Figure.Side(beside, measures.median(beside)),
                target,
                0);
    }

    private static void requireAll(Load load, String what) {
        if (load.failed() > 0) {
            throw new IllegalStateException(load.failed() + " calls to " + what + " failed");
        }
    }
}
