package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** Purges asked for, looked at, approved and stopped through the API, and beside each the least it could cost. */
final class GateRounds {
    static final int CALLERS = 4;
    private static final int ROUNDS = 2;

    private static final String PURGE = "purge-service";
    private static final String POLICY = "/api/v1/policy";
    private static final String REQUESTS = "/api/v1/purge-requests";
    private static final double HALF_THE_RATE = 2.0;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private final RunningSuite suite;
    private final double scale;
    private final Measures measures = new Measures();
    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> steady = new LinkedHashMap<>();

    GateRounds(RunningSuite suite, double scale) {
        this.suite = suite;
        this.scale = scale;
    }

    void measure() throws Exception {
        JsonNode budget = suite.get("admin", PURGE, POLICY).body().path("budget");
        try {
            if (budget.isObject()) {
                rules(object().set("budget", object().put("keysAnHour", 100_000).put("keysADay", 100_000)));
            }
            List<JsonNode> accounts = accounts();
            // The first round warms up; what it asked for is reprieved at its end.
            for (int round = 0; round < ROUNDS; round++) {
                List<String> purges = ask(accounts);
                if (round == ROUNDS - 1) {
                    read(purges);
                }
                decide(purges);
            }
            compare();
        } finally {
            if (budget.isObject()) {
                rules(object().set("budget", budget));
            }
        }
    }

    /** As two people change the rules. */
    private void rules(ObjectNode rules) {
        suite.signIn();
        rules.put("reason", "benchmark");
        String version = suite.get("admin", PURGE, POLICY).etag();
        suite.put("admin", PURGE, POLICY, version, rules);
        RunningSuite.Answer confirmed = suite.put("admin2", PURGE, POLICY, version, rules);
        if (confirmed.status() != 200) {
            throw new IllegalStateException("the policy was not changed: " + confirmed);
        }
    }

    List<Figure> figures() {
        return figures;
    }

    Measures measures() {
        return measures;
    }

    Map<String, String> atAHundredASecond() {
        return steady;
    }

    private List<JsonNode> accounts() {
        List<JsonNode> accounts = new ArrayList<>();
        suite.get("support", "account-service", "/api/v1/accounts?status=ACTIVE&limit=200")
                .body()
                .path("items")
                .forEach(accounts::add);
        // From the end: the incident's cast comes first.
        int count = Math.min((int) (80 * scale), accounts.size());
        return accounts.subList(accounts.size() - count, accounts.size());
    }

    private List<String> ask(List<JsonNode> chosen) throws Exception {
        suite.signIn();
        int count = chosen.size();
        String[] ids = new String[count];
        closed("request", count, i -> {
            RunningSuite.Answer answer = suite.post("requester", PURGE, REQUESTS, null, order(chosen.get(i)));
            ids[i] = answer.body().path("id").asText();
            return answer.status() == 201
                    && !answer.body().path("state").asText().equals("BLOCKED");
        });
        System.out.println("Waiting for " + count + " backups");
        List<String> waiting = new ArrayList<>();
        for (String id : ids) {
            if (id != null && awaitsApproval(id)) {
                waiting.add(id);
            }
        }
        System.out.println(waiting.size() + " await approval");
        return waiting;
    }

    private void read(List<String> purges) {
        suite.signIn();
        int count = (int) (2_000 * scale);
        String one = REQUESTS + "/" + purges.get(0);
        for (int warm = 0; warm < 2; warm++) {
            closed("open endpoint", count, i -> suite.getOpen(PURGE, "/q/health/live")
                    .isOk());
            closed("trivial endpoint", count, i -> suite.get("auditor", PURGE, "/api/v1/freeze")
                    .isOk());
            closed("list", count, i -> suite.get("auditor", PURGE, REQUESTS + "?limit=20")
                    .isOk());
            closed("read", count, i -> suite.get("auditor", PURGE, one).isOk());
            suite.signIn();
        }
        beside("list of 20", "list", "same authorization, one row", "trivial endpoint", HALF_THE_RATE);
        beside("one purge, whole", "read", "same authorization, one row", "trivial endpoint", HALF_THE_RATE);
        beside("one purge, whole", "read", "no token at all", "open endpoint", null);
        int seconds = (int) Math.max(5, 20 * scale);
        steady("list", seconds, i -> suite.get("auditor", PURGE, REQUESTS + "?limit=20")
                .isOk());
        steady("read", seconds, i -> suite.get("auditor", PURGE, one).isOk());
    }

    private void decide(List<String> purges) throws Exception {
        suite.signIn();
        int half = purges.size() / 2;
        List<RunningSuite.Answer> seen = purges.stream()
                .map(id -> suite.get("approver", PURGE, REQUESTS + "/" + id))
                .toList();
        closed("approve", half, i -> suite.post(
                        "approver",
                        PURGE,
                        REQUESTS + "/" + purges.get(i) + "/approvals",
                        seen.get(i).etag(),
                        approval(seen.get(i)))
                .isOk());
        closed("reprieve", purges.size(), i -> suite.post(
                        "support", PURGE, REQUESTS + "/" + purges.get(i) + "/reprieve", null, object())
                .isOk());
    }

    private void compare() throws Exception {
        try (RawCommits raw = new RawCommits(suite, CALLERS)) {
            int count = (int) (400 * scale);
            for (int warm = 0; warm < 2; warm++) {
                // account-service's rows, then ours; the timers' row is a commit of its own
                closed("commits of a request", count, i -> raw.commit(4, 6));
                closed("commits of an approval", count, i -> raw.commit(4, 8, 1));
                closed("commits of a reprieve", count, i -> raw.commit(3, 1));
            }
        }
        beside("a request", "request", "its rows, its commits", "commits of a request", HALF_THE_RATE);
        beside("an approval", "approve", "its rows, its commits", "commits of an approval", HALF_THE_RATE);
        beside("a reprieve", "reprieve", "its rows, its commits", "commits of a reprieve", HALF_THE_RATE);
    }

    private void closed(String name, int count, IntPredicate call) {
        Load load = Load.closed(CALLERS, count, call);
        System.out.printf(
                Locale.ROOT,
                "%-24s %8.1f a second, p50 %.1f ms, p99 %.1f ms, %d of %d otherwise%n",
                name,
                load.perSecond(),
                load.percentile(0.5),
                load.percentile(0.99),
                load.failed(),
                count);
        if (load.failed() < count) {
            measures.add(name, new Run(1 / load.perSecond(), 0, 0));
        }
    }

    private void steady(String name, int seconds, IntPredicate call) {
        Load load = Load.open(100, seconds, call);
        steady.put(
                name + " at 100/s",
                String.format(
                        Locale.ROOT,
                        "%.1f/s answered, p50 %.1f ms, p99 %.1f ms, %d otherwise",
                        load.perSecond(),
                        load.percentile(0.5),
                        load.percentile(0.99),
                        load.failed()));
    }

    private void beside(String what, String ours, String name, String beside, Double target) {
        if (measures.has(ours) && measures.has(beside)) {
            figures.add(new Figure(
                    what, new Figure.Side(ours, last(ours)), new Figure.Side(name, last(beside)), target, 0));
        }
    }

    /** The first round of what is measured twice warms up. */
    private double last(String name) {
        List<Double> seconds = measures.seconds(name);
        return seconds.get(seconds.size() - 1);
    }

    private boolean awaitsApproval(String id) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE_NANOS) {
            String state = suite.get("auditor", PURGE, REQUESTS + "/" + id)
                    .body()
                    .path("state")
                    .asText();
            if (state.equals("AWAITING_APPROVAL")) {
                return true;
            }
            if (!state.equals("REQUESTED") && !state.equals("BACKING_UP")) {
                System.out.println(id + " is " + state);
                return false;
            }
            Thread.sleep(500);
            suite.signIn();
        }
        return false;
    }

    private static ObjectNode order(JsonNode account) {
        return object().put("accountId", account.path("id").asText())
                .put("kind", "CUSTOMER_REQUEST")
                .put("reason", "benchmark")
                .put("ticket", "BENCH-1")
                .put("confirmName", account.path("name").asText());
    }

    private static ObjectNode approval(RunningSuite.Answer seen) {
        return object().put(
                        "evidenceDigest",
                        seen.body().path("evidence").path("digest").asText())
                .put("comment", "benchmark");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
