package io.reprieve.purge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant SUNDAY = MONDAY.minusSeconds(86_400);
    private static final Holdings FULL = new Holdings(4_210, 900_000, 37, 5_000_000, MONDAY);
    private static final Holdings EMPTY = new Holdings(1, 100, 0, 0, SUNDAY);

    @Test
    void a_whole_account_with_its_facts_known_passes_every_guard() {
        GuardReport report = GuardReport.over(facts(f -> f));

        assertThat(report.blocks()).isFalse();
        assertThat(report.results()).extracting(GuardResult::outcome).containsOnly(Outcome.PASS);
    }

    @Test
    void a_duplicate_clean_up_may_not_purge_the_twin_that_holds_the_data() {
        GuardResult twin = wrongTwin(FULL, EMPTY, List.of());

        assertThat(twin.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(twin.detail()).contains("4,210 rows, 37 objects", "1 rows, 0 objects", "acc_survivor");
    }

    @Test
    void a_duplicate_clean_up_purges_the_empty_twin() {
        assertThat(wrongTwin(EMPTY, FULL, List.of()).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void the_twin_in_use_is_not_purged_even_when_it_holds_less() {
        Holdings inUse = new Holdings(1, 100, 0, 0, MONDAY.plusSeconds(60));

        assertThat(wrongTwin(inUse, FULL, List.of()).detail()).contains("the one in use");
    }

    @Test
    void one_measure_is_enough_to_hold_more() {
        Holdings oneObjectMore = new Holdings(0, 0, 38, 0, null);

        assertThat(wrongTwin(oneObjectMore, FULL, List.of()).outcome()).isEqualTo(Outcome.BLOCK);
    }

    @Test
    void naming_a_big_stranger_as_survivor_does_not_help_while_a_suspected_twin_holds_less() {
        GuardResult twin = wrongTwin(
                EMPTY, FULL, List.of(new PurgeFacts.Twin("acc_b", "B", "ACTIVE", new Holdings(0, 0, 0, 0, null))));

        assertThat(twin.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(twin.detail()).contains("acc_b");
    }

    @Test
    void a_survivor_that_is_unnamed_purged_itself_or_unknown_blocks() {
        assertThat(outcome("wrong-twin", facts(f -> duplicate(f, null, Fact.unknown("not named")))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("wrong-twin", facts(f -> duplicate(f, "acc_1", Fact.unknown("itself")))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome(
                        "wrong-twin",
                        facts(f -> duplicate(
                                f,
                                "acc_survivor",
                                Fact.known(new PurgeFacts.Twin("acc_survivor", "S", "PURGED", FULL))))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(result("wrong-twin", facts(f -> duplicate(f, "acc_survivor", Fact.unknown("no answer")))))
                .satisfies(r -> assertThat(r.unknown()).isTrue());
    }

    @Test
    void another_kind_of_purge_warns_when_an_emptier_twin_is_known() {
        PurgeFacts facts = facts(f -> new PurgeFacts(
                f.purgeRequestId(),
                f.accountId(),
                PurgeKind.TEST_ACCOUNT,
                null,
                f.standing(),
                f.account(),
                Fact.known(FULL),
                Fact.known(List.of(new PurgeFacts.Twin("acc_2", "Two", "ACTIVE", EMPTY))),
                f.survivor(),
                f.dataMap(),
                f.otherWork(),
                f.backup(),
                f.drill()));

        assertThat(outcome("wrong-twin", facts)).isEqualTo(Outcome.WARN);
    }

    @Test
    void every_unknown_fact_blocks_and_is_shown_as_unknown() {
        PurgeFacts nothing = facts(f -> new PurgeFacts(
                f.purgeRequestId(),
                f.accountId(),
                f.kind(),
                f.survivorAccountId(),
                f.standing(),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer"),
                Fact.unknown("no answer")));

        GuardReport report = GuardReport.over(nothing);

        assertThat(report.results()).allSatisfy(r -> {
            assertThat(r.outcome()).isEqualTo(Outcome.BLOCK);
            assertThat(r.detail()).startsWith("unknown: no answer");
        });
        assertThat(report.blocksOnlyForWantOfFacts()).isTrue();
    }

    @Test
    void a_legal_hold_blocks_with_its_reason() {
        PurgeFacts held = account(new PurgeFacts.Account("ACTIVE", 3, "case 4711", null, null), false);

        assertThat(result("legal-hold", held).detail()).contains("case 4711");
        assertThat(GuardReport.over(held).blocksOnlyForWantOfFacts()).isFalse();
    }

    @Test
    void a_moved_epoch_blocks() {
        assertThat(outcome("account-whole", account(new PurgeFacts.Account("ACTIVE", 4, null, null, null), false)))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void an_account_in_another_purge_or_already_purged_blocks() {
        assertThat(outcome("account-whole", account(new PurgeFacts.Account("PURGED", 3, null, null, null), false)))
                .isEqualTo(Outcome.BLOCK);
        PurgeFacts.Fence foreign = new PurgeFacts.Fence("prg_other", 3, "HELD", "");
        assertThat(outcome(
                        "account-whole",
                        account(new PurgeFacts.Account("PENDING_PURGE", 3, null, foreign, null), false)))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome(
                        "account-whole",
                        account(new PurgeFacts.Account("PENDING_PURGE", 3, null, foreign, null), true)))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void once_fenced_the_account_must_be_pending_by_this_very_request() {
        PurgeFacts.Fence own = new PurgeFacts.Fence("prg_1", 3, "HELD", "");
        assertThat(outcome("account-whole", account(new PurgeFacts.Account("PENDING_PURGE", 3, null, own, null), true)))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome("account-whole", account(new PurgeFacts.Account("ACTIVE", 3, null, null, null), true)))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void an_unproved_fence_blocks_an_undeclared_one_warns() {
        assertThat(outcome("fence-declared", fenced("HELD"))).isEqualTo(Outcome.PASS);
        assertThat(outcome("fence-declared", fenced("NOT_PROVED"))).isEqualTo(Outcome.BLOCK);
        assertThat(outcome("fence-declared", fenced("NOT_DECLARED"))).isEqualTo(Outcome.WARN);
        assertThat(outcome("fence-declared", dataMap(new PurgeFacts.DataMap(true, "m1", false, List.of()))))
                .isEqualTo(Outcome.WARN);
    }

    @Test
    void a_data_map_that_fails_its_check_or_changed_since_the_backup_blocks() {
        assertThat(result("data-map", dataMap(new PurgeFacts.DataMap(false, "m1", true, List.of("new table x"))))
                        .detail())
                .contains("new table x");
        assertThat(outcome("data-map", dataMap(new PurgeFacts.DataMap(true, "m2", true, List.of()))))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void another_purge_or_a_running_restore_blocks() {
        assertThat(outcome("other-operation", otherWork(List.of("prg_2"), List.of())))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("other-operation", otherWork(List.of(), List.of("rst_1"))))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_backup_that_is_not_verified_or_whose_receipt_fails_blocks() {
        assertThat(outcome("backup-verified", backup("RUNNING", null, true, true)))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("backup-verified", backup("VERIFIED", "bad signature", true, true)))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_lock_that_is_not_enforced_blocks_where_it_is_required_and_warns_elsewhere() {
        assertThat(outcome("backup-verified", backup("VERIFIED", null, false, true)))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("backup-verified", backup("VERIFIED", null, false, false)))
                .isEqualTo(Outcome.WARN);
    }

    @Test
    void an_account_whose_last_drill_failed_or_is_too_old_or_unknown_is_not_purged() {
        assertThat(result("restore-drill-fresh", drill(rehearsed(null, Duration.ofDays(6)))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.PASS))
                .satisfies(r -> assertThat(r.detail()).contains("drl_1", "back in about 42 s"));
        assertThat(result("restore-drill-fresh", drill(rehearsed(null, Duration.ofDays(8)))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("POST /drills"));
        assertThat(result("restore-drill-fresh", drill(rehearsed("digest-differs", Duration.ofHours(1)))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("digest-differs"));
        assertThat(result("restore-drill-fresh", drill(rehearsed(null, null))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.unknown()).isTrue());
    }

    private static PurgeFacts.Drill rehearsed(String problem, Duration age) {
        return new PurgeFacts.Drill("drl_1", age == null ? null : MONDAY, problem, 41.2, age, Duration.ofDays(7));
    }

    private static PurgeFacts drill(PurgeFacts.Drill drill) {
        return facts(f -> new PurgeFacts(
                f.purgeRequestId(),
                f.accountId(),
                f.kind(),
                f.survivorAccountId(),
                f.standing(),
                f.account(),
                f.holdings(),
                f.twins(),
                f.survivor(),
                f.dataMap(),
                f.otherWork(),
                f.backup(),
                Fact.known(drill)));
    }

    private static GuardResult wrongTwin(Holdings mine, Holdings survivor, List<PurgeFacts.Twin> twins) {
        return result(
                "wrong-twin",
                facts(f -> new PurgeFacts(
                        f.purgeRequestId(),
                        f.accountId(),
                        PurgeKind.DUPLICATE_CLEANUP,
                        "acc_survivor",
                        f.standing(),
                        f.account(),
                        Fact.known(mine),
                        Fact.known(twins),
                        Fact.known(new PurgeFacts.Twin("acc_survivor", "S", "ACTIVE", survivor)),
                        f.dataMap(),
                        f.otherWork(),
                        f.backup(),
                        f.drill())));
    }

    private static PurgeFacts duplicate(PurgeFacts f, String survivorId, Fact<PurgeFacts.Twin> survivor) {
        return new PurgeFacts(
                f.purgeRequestId(),
                f.accountId(),
                PurgeKind.DUPLICATE_CLEANUP,
                survivorId,
                f.standing(),
                f.account(),
                f.holdings(),
                f.twins(),
                survivor,
                f.dataMap(),
                f.otherWork(),
                f.backup(),
                f.drill());
    }

    private static PurgeFacts account(PurgeFacts.Account account, boolean fenced) {
        return with(new PurgeFacts.Standing(fenced, 3), Fact.known(account), null, null, null);
    }

    private static PurgeFacts fenced(String probe) {
        return account(
                new PurgeFacts.Account("PENDING_PURGE", 3, null, new PurgeFacts.Fence("prg_1", 3, probe, ""), null),
                true);
    }

    private static PurgeFacts dataMap(PurgeFacts.DataMap map) {
        return with(null, null, Fact.known(map), null, null);
    }

    private static PurgeFacts otherWork(List<String> purges, List<String> restores) {
        return with(null, null, null, Fact.known(new PurgeFacts.OtherWork(purges, restores)), null);
    }

    private static PurgeFacts backup(String state, String problem, boolean enforced, boolean required) {
        return with(
                null,
                null,
                null,
                null,
                Fact.known(new PurgeFacts.Backup("bkp_1", state, problem, "m1", enforced, required, MONDAY)));
    }

    private static PurgeFacts with(
            PurgeFacts.Standing standing,
            Fact<PurgeFacts.Account> account,
            Fact<PurgeFacts.DataMap> map,
            Fact<PurgeFacts.OtherWork> work,
            Fact<PurgeFacts.Backup> backup) {
        return facts(f -> new PurgeFacts(
                f.purgeRequestId(),
                f.accountId(),
                f.kind(),
                f.survivorAccountId(),
                standing == null ? f.standing() : standing,
                account == null ? f.account() : account,
                f.holdings(),
                f.twins(),
                f.survivor(),
                map == null ? f.dataMap() : map,
                work == null ? f.otherWork() : work,
                backup == null ? f.backup() : backup,
                f.drill()));
    }

    private static PurgeFacts facts(UnaryOperator<PurgeFacts> change) {
        return change.apply(new PurgeFacts(
                "prg_1",
                "acc_1",
                PurgeKind.CUSTOMER_REQUEST,
                null,
                new PurgeFacts.Standing(false, 3),
                Fact.known(new PurgeFacts.Account("ACTIVE", 3, null, null, null)),
                Fact.known(FULL),
                Fact.known(List.of()),
                Fact.unknown("not named"),
                Fact.known(new PurgeFacts.DataMap(true, "m1", true, List.of())),
                Fact.known(new PurgeFacts.OtherWork(List.of(), List.of())),
                Fact.known(new PurgeFacts.Backup("bkp_1", "VERIFIED", null, "m1", true, true, MONDAY)),
                Fact.known(rehearsed(null, Duration.ofHours(20)))));
    }

    private static Outcome outcome(String guard, PurgeFacts facts) {
        return result(guard, facts).outcome();
    }

    private static GuardResult result(String guard, PurgeFacts facts) {
        return GuardReport.over(facts).results().stream()
                .filter(r -> r.name().equals(guard))
                .findFirst()
                .orElseThrow();
    }
}
