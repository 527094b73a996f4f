package io.reprieve.purge.guard;

import static io.reprieve.purge.guard.FactsOf.MONDAY;
import static io.reprieve.purge.guard.FactsOf.account;
import static io.reprieve.purge.guard.FactsOf.fence;
import static io.reprieve.purge.guard.FactsOf.outcome;
import static io.reprieve.purge.guard.FactsOf.rehearsed;
import static io.reprieve.purge.guard.FactsOf.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardsTest {

    @Test
    void a_whole_account_with_its_facts_known_passes_every_guard() {
        GuardReport report = GuardReport.over(FactsOf.but(f -> {}));

        assertThat(report.blocks()).isFalse();
        assertThat(report.results()).extracting(GuardResult::outcome).containsOnly(Outcome.PASS);
        assertThat(report.results())
                .extracting(GuardResult::name)
                .containsExactlyInAnyOrderElementsOf(GuardReport.NAMES);
    }

    @Test
    void before_a_backup_the_guards_over_it_have_nothing_to_say() {
        GuardReport report = GuardReport.over(FactsOf.but(f -> {
            f.backup = null;
            f.drill = null;
            f.content = null;
        }));

        assertThat(report.results())
                .extracting(GuardResult::name)
                .doesNotContain("backup-verified", "restore-drill-fresh", "content-equal");
        assertThat(report.blocks()).isFalse();
    }

    @Test
    void every_unknown_fact_blocks_and_is_shown_as_unknown() {
        GuardReport report = GuardReport.over(FactsOf.but(f -> {
            f.account = Fact.unknown("no answer");
            f.holdings = Fact.unknown("no answer");
            f.twins = Fact.unknown("no answer");
            f.survivor = Fact.unknown("no answer");
            f.dataMap = Fact.unknown("no answer");
            f.otherWork = Fact.unknown("no answer");
            f.signs = Fact.unknown("no answer");
            f.billing = Fact.unknown("no answer");
            f.edges = Fact.unknown("no answer");
            f.lastRequest = Fact.unknown("no answer");
            f.backup = Fact.unknown("no answer");
            f.drill = Fact.unknown("no answer");
            f.content = Fact.unknown("no answer");
        }));

        assertThat(report.results()).allSatisfy(r -> {
            assertThat(r.outcome()).isEqualTo(Outcome.BLOCK);
            assertThat(r.unknown()).isTrue();
            assertThat(r.detail()).isEqualTo("unknown: no answer");
        });
        assertThat(report.blocksOnlyForWantOfFacts()).isTrue();
    }

    @Test
    void policy_makes_a_warning_block_and_a_block_stays_one() {
        assertThat(outcome("open-billing", f -> f.billing = Fact.known(new PurgeFacts.Billing(null, null))))
                .isEqualTo(Outcome.WARN);
        assertThat(result("open-billing", f -> {
                    f.billing = Fact.known(new PurgeFacts.Billing(null, null));
                    f.strict.add("open-billing");
                }))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("blocks by policy"));
        assertThat(outcome("open-billing", f -> f.strict.add("open-billing"))).isEqualTo(Outcome.PASS);
        assertThat(outcome("legal-hold", f -> {
                    f.account = Fact.known(new PurgeFacts.Account("ACTIVE", 3, "case 4711", null, MONDAY));
                    f.strict.add("legal-hold");
                }))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_legal_hold_blocks_with_its_reason() {
        PurgeFacts held = FactsOf.but(
                f -> f.account = Fact.known(new PurgeFacts.Account("ACTIVE", 3, "case 4711", null, MONDAY)));

        assertThat(GuardReport.over(held).reasons()).contains("legal-hold: under legal hold: case 4711");
        assertThat(GuardReport.over(held).blocksOnlyForWantOfFacts()).isFalse();
    }

    @Test
    void a_moved_epoch_blocks() {
        assertThat(outcome(
                        "account-whole",
                        f -> f.account = Fact.known(new PurgeFacts.Account("ACTIVE", 4, null, null, MONDAY))))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void an_account_in_another_purge_or_already_purged_blocks() {
        assertThat(outcome("account-whole", f -> f.account = Fact.known(account("PURGED", null))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome(
                        "account-whole",
                        f -> f.account = Fact.known(account("PENDING_PURGE", fence("prg_other", "HELD")))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("account-whole", f -> {
                    f.fenced("HELD");
                    f.account = Fact.known(account("PENDING_PURGE", fence("prg_other", "HELD")));
                }))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void once_fenced_the_account_must_be_pending_by_this_very_request() {
        assertThat(outcome("account-whole", f -> f.fenced("HELD"))).isEqualTo(Outcome.PASS);
        assertThat(outcome("account-whole", f -> {
                    f.fenced("HELD");
                    f.account = Fact.known(account("ACTIVE", null));
                }))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void an_unproved_fence_blocks_an_undeclared_one_warns_and_by_policy_blocks() {
        assertThat(outcome("fence-declared", f -> f.fenced("HELD"))).isEqualTo(Outcome.PASS);
        assertThat(outcome("fence-declared", f -> f.fenced("NOT_PROVED"))).isEqualTo(Outcome.BLOCK);
        assertThat(outcome("fence-declared", f -> f.fenced("NOT_DECLARED"))).isEqualTo(Outcome.WARN);
        assertThat(outcome(
                        "fence-declared",
                        f -> f.dataMap = Fact.known(new PurgeFacts.DataMap(true, "m1", false, List.of()))))
                .isEqualTo(Outcome.WARN);
        assertThat(outcome("fence-declared", f -> {
                    f.fenced("NOT_DECLARED");
                    f.strict.add("fence-declared");
                }))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_lifted_fence_blocks() {
        assertThat(result("fence-declared", f -> {
                            f.fenced("HELD");
                            f.account = Fact.known(account("ACTIVE", null));
                        })
                        .detail())
                .contains("lifted");
    }

    @Test
    void a_data_map_that_fails_its_check_or_changed_since_the_backup_blocks() {
        assertThat(result(
                                "data-map",
                                f -> f.dataMap =
                                        Fact.known(new PurgeFacts.DataMap(false, "m1", true, List.of("new table x"))))
                        .detail())
                .contains("new table x");
        assertThat(outcome(
                        "data-map", f -> f.dataMap = Fact.known(new PurgeFacts.DataMap(true, "m2", true, List.of()))))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void another_purge_or_a_running_restore_blocks() {
        assertThat(outcome(
                        "other-operation",
                        f -> f.otherWork = Fact.known(new PurgeFacts.OtherWork(List.of("prg_2"), List.of()))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome(
                        "other-operation",
                        f -> f.otherWork = Fact.known(new PurgeFacts.OtherWork(List.of(), List.of("rst_1")))))
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_backup_that_is_not_verified_or_whose_receipt_fails_blocks() {
        assertThat(backup("RUNNING", null, true, true)).isEqualTo(Outcome.BLOCK);
        assertThat(backup("VERIFIED", "bad signature", true, true)).isEqualTo(Outcome.BLOCK);
    }

    @Test
    void a_lock_that_is_not_enforced_blocks_where_it_is_required_and_warns_elsewhere() {
        assertThat(backup("VERIFIED", null, false, true)).isEqualTo(Outcome.BLOCK);
        assertThat(backup("VERIFIED", null, false, false)).isEqualTo(Outcome.WARN);
    }

    @Test
    void an_account_whose_last_drill_failed_or_is_too_old_or_unknown_is_not_purged() {
        assertThat(drill(rehearsed(null, Duration.ofDays(7))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.PASS))
                .satisfies(r -> assertThat(r.detail()).contains("drl_1", "back in about 42 s"));
        assertThat(drill(rehearsed(null, Duration.ofDays(7).plusSeconds(1))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("POST /drills"));
        assertThat(drill(rehearsed("digest-differs", Duration.ofHours(1))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("digest-differs"));
        assertThat(drill(rehearsed(null, null)))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.unknown()).isTrue());
    }

    @Test
    void content_that_moved_is_told_before_the_fence_and_blocks_behind_it() {
        Fact<PurgeFacts.Content> rows = Fact.known(new PurgeFacts.Content("bkp_1", false, true));
        Fact<PurgeFacts.Content> objects = Fact.known(new PurgeFacts.Content("bkp_1", true, false));

        assertThat(result("content-equal", f -> f.content = rows))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("the rows moved since bkp_1"));
        assertThat(result("content-equal", f -> {
                    f.fenced("HELD");
                    f.content = objects;
                }))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("the objects are not those of bkp_1"));
    }

    private static GuardResult drill(PurgeFacts.Drill drill) {
        return result("restore-drill-fresh", f -> f.drill = Fact.known(drill));
    }

    private static Outcome backup(String state, String problem, boolean enforced, boolean required) {
        return outcome(
                "backup-verified",
                f -> f.backup =
                        Fact.known(new PurgeFacts.Backup("bkp_1", state, problem, "m1", enforced, required, MONDAY)));
    }
}
