package io.reprieve.purge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Facts of an account that every guard lets pass; a test changes what it is about. */
final class FactsOf {
    static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    static final Instant LONG_AGO = MONDAY.minus(Duration.ofDays(90));
    static final Holdings FULL = new Holdings(4_210, 900_000, 37, 5_000_000, 3, LONG_AGO);
    static final Holdings EMPTY = new Holdings(1, 100, 0, 0, 0, LONG_AGO.minusSeconds(60));

    PurgeKind kind = PurgeKind.CUSTOMER_REQUEST;
    String survivorId;
    Instant askedAt = MONDAY;
    PurgeFacts.Standing standing = new PurgeFacts.Standing(false, 3);
    TreeSet<String> strict = new TreeSet<>();
    Map<PurgeKind, GuardRules.Usual> kinds = anything();
    Fact<PurgeFacts.Account> account = Fact.known(account("ACTIVE", null));
    Fact<Holdings> holdings = Fact.known(FULL);
    Fact<List<PurgeFacts.Twin>> twins = Fact.known(List.of());
    Fact<PurgeFacts.Twin> survivor = Fact.unknown("not named");
    Fact<PurgeFacts.DataMap> dataMap = Fact.known(new PurgeFacts.DataMap(true, "m1", true, List.of()));
    Fact<PurgeFacts.OtherWork> otherWork = Fact.known(new PurgeFacts.OtherWork(List.of(), List.of()));
    Fact<List<PurgeFacts.SignOfLife>> signs = Fact.known(List.of());
    Fact<PurgeFacts.Billing> billing = Fact.known(new PurgeFacts.Billing(0L, 0L));
    Fact<List<String>> edges = Fact.known(List.of());
    Fact<PurgeFacts.PastRequest> lastRequest = Fact.known(new PurgeFacts.PastRequest(null, null, null));
    Fact<PurgeFacts.Backup> backup =
            Fact.known(new PurgeFacts.Backup("bkp_1", "VERIFIED", null, "m1", true, true, MONDAY));
    Fact<PurgeFacts.Drill> drill = Fact.known(rehearsed(null, Duration.ofHours(20)));
    Fact<PurgeFacts.Content> content = Fact.known(new PurgeFacts.Content("bkp_1", true, true));

    static final long MANY = 1_000_000_000;
    static final Duration AGES = Duration.ofDays(36_500);

    private static Map<PurgeKind, GuardRules.Usual> anything() {
        Map<PurgeKind, GuardRules.Usual> kinds = new EnumMap<>(PurgeKind.class);
        for (PurgeKind kind : PurgeKind.values()) {
            kinds.put(kind, new GuardRules.Usual(MANY, MANY, Duration.ZERO, AGES));
        }
        return kinds;
    }

    private FactsOf() {}

    static PurgeFacts but(Consumer<FactsOf> change) {
        FactsOf facts = new FactsOf();
        change.accept(facts);
        return facts.all();
    }

    static PurgeFacts.Account account(String status, PurgeFacts.Fence fence) {
        return new PurgeFacts.Account(status, 3, null, fence, MONDAY.minus(Duration.ofDays(200)));
    }

    static PurgeFacts.Fence fence(String purgeId, String probe) {
        return new PurgeFacts.Fence(purgeId, 3, MONDAY.plusSeconds(60), probe, "");
    }

    static PurgeFacts.Drill rehearsed(String problem, Duration age) {
        return new PurgeFacts.Drill("drl_1", age == null ? null : MONDAY, problem, 41.2, age, Duration.ofDays(7));
    }

    /** Fenced by this very request. */
    void fenced(String probe) {
        standing = new PurgeFacts.Standing(true, 3);
        account = Fact.known(account("PENDING_PURGE", fence("prg_1", probe)));
    }

    void duplicateOf(Holdings holding) {
        kind = PurgeKind.DUPLICATE_CLEANUP;
        survivorId = "acc_survivor";
        survivor = Fact.known(new PurgeFacts.Twin("acc_survivor", "S", "ACTIVE", holding));
    }

    private PurgeFacts all() {
        return new PurgeFacts(
                new PurgeFacts.Asked("prg_1", "acc_1", kind, survivorId, askedAt),
                standing,
                new GuardRules(strict, Duration.ofDays(30), new TreeMap<>(kinds)),
                account,
                holdings,
                twins,
                survivor,
                dataMap,
                otherWork,
                signs,
                billing,
                edges,
                lastRequest,
                backup,
                drill,
                content);
    }

    static Outcome outcome(String guard, Consumer<FactsOf> change) {
        return result(guard, change).outcome();
    }

    static GuardResult result(String guard, Consumer<FactsOf> change) {
        return GuardReport.over(but(change)).results().stream()
                .filter(r -> r.name().equals(guard))
                .findFirst()
                .orElseThrow();
    }
}
