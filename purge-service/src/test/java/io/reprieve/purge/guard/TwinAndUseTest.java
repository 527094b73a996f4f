package io.reprieve.purge.guard;

import static io.reprieve.purge.guard.FactsOf.AGES;
import static io.reprieve.purge.guard.FactsOf.EMPTY;
import static io.reprieve.purge.guard.FactsOf.FULL;
import static io.reprieve.purge.guard.FactsOf.LONG_AGO;
import static io.reprieve.purge.guard.FactsOf.MANY;
import static io.reprieve.purge.guard.FactsOf.MONDAY;
import static io.reprieve.purge.guard.FactsOf.outcome;
import static io.reprieve.purge.guard.FactsOf.result;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether it is the right account at all: which twin, who uses it, who pays, how large, how old, and who asks. */
class TwinAndUseTest {

    @Test
    void a_duplicate_clean_up_may_not_purge_the_twin_that_holds_the_data() {
        GuardResult twin = wrongTwin(FULL, EMPTY, List.of());

        assertThat(twin.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(twin.detail()).contains("4,210 rows, 37 objects", "1 rows, 0 objects", "acc_survivor");
    }

    @Test
    void a_duplicate_clean_up_purges_the_empty_twin() {
        assertThat(wrongTwin(EMPTY, FULL, List.of()).outcome()).isEqualTo(Outcome.PASS);
        assertThat(wrongTwin(FULL, FULL, List.of()).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void the_twin_in_use_is_not_purged_even_when_it_holds_less() {
        Holdings inUse = new Holdings(1, 100, 0, 0, 0, LONG_AGO.plusSeconds(60));

        assertThat(wrongTwin(inUse, FULL, List.of()).detail()).contains("the one in use");
    }

    @Test
    void the_twin_with_more_people_is_not_purged_even_when_it_holds_less() {
        Holdings peopled = new Holdings(1, 100, 0, 0, 4, null);

        assertThat(wrongTwin(peopled, FULL, List.of()))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("the one with the people", "4 people", "3 people"));
    }

    @Test
    void one_measure_is_enough_to_hold_more() {
        List.of(
                        new Holdings(0, 0, 38, 0, 0, null),
                        new Holdings(4_211, 0, 0, 0, 0, null),
                        new Holdings(0, 0, 0, 5_000_001, 0, null))
                .forEach(more ->
                        assertThat(wrongTwin(more, FULL, List.of()).outcome()).isEqualTo(Outcome.BLOCK));
    }

    @Test
    void naming_a_big_stranger_as_survivor_does_not_help_while_a_suspected_twin_holds_less() {
        Holdings nothing = new Holdings(0, 0, 0, 0, 0, null);
        GuardResult twin = wrongTwin(EMPTY, FULL, List.of(new PurgeFacts.Twin("acc_b", "B", "ACTIVE", nothing)));

        assertThat(twin.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(twin.detail()).contains("acc_b");
        assertThat(wrongTwin(EMPTY, FULL, List.of(new PurgeFacts.Twin("acc_b", "B", "PURGED", nothing)))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(wrongTwin(EMPTY, FULL, List.of(new PurgeFacts.Twin("acc_1", "itself", "ACTIVE", nothing)))
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void a_survivor_that_is_unnamed_missing_purged_itself_or_unknown_blocks() {
        assertThat(outcome("wrong-twin", f -> f.kind = PurgeKind.DUPLICATE_CLEANUP))
                .isEqualTo(Outcome.BLOCK);
        assertThat(result("wrong-twin", f -> {
                            f.duplicateOf(FULL);
                            f.survivorId = "acc_1";
                        })
                        .detail())
                .contains("itself");
        for (String status : List.of("PURGED", "MISSING", "PENDING_PURGE")) {
            assertThat(result("wrong-twin", f -> {
                                f.duplicateOf(FULL);
                                f.survivor = Fact.known(new PurgeFacts.Twin("acc_survivor", "S", status, FULL));
                            })
                            .detail())
                    .contains(status);
        }
        assertThat(result("wrong-twin", f -> {
                            f.duplicateOf(FULL);
                            f.survivor = Fact.unknown("no answer");
                        })
                        .unknown())
                .isTrue();
    }

    @Test
    void another_kind_of_purge_warns_when_an_emptier_twin_is_known() {
        assertThat(outcome(
                        "wrong-twin",
                        f -> f.twins = Fact.known(List.of(new PurgeFacts.Twin("acc_2", "Two", "ACTIVE", EMPTY)))))
                .isEqualTo(Outcome.WARN);
        assertThat(outcome(
                        "wrong-twin",
                        f -> f.twins = Fact.known(List.of(new PurgeFacts.Twin("acc_2", "Two", "ACTIVE", FULL)))))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void use_in_the_days_before_the_request_is_told_with_its_dates() {
        Instant inside = MONDAY.minus(Duration.ofDays(30)).plusSeconds(1);
        Instant outside = MONDAY.minus(Duration.ofDays(30));

        assertThat(result("recent-activity", f -> f.signs = signs("PAYMENT", inside)))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("last PAYMENT " + inside));
        assertThat(result("recent-activity", f -> f.holdings = Fact.known(lastWrite(inside))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("last WRITE " + inside));
        assertThat(result("recent-activity", f -> f.signs = signs("LOGIN", outside)))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.PASS))
                .satisfies(r -> assertThat(r.detail()).contains("last LOGIN " + outside));
        assertThat(result("recent-activity", f -> f.holdings = Fact.known(lastWrite(null)))
                        .detail())
                .contains("never used");
    }

    @Test
    void a_purge_of_an_account_in_use_counts_as_one() {
        assertThat(FactsOf.but(f -> f.signs = signs("LOGIN", MONDAY)).recentlyActive())
                .isTrue();
        assertThat(FactsOf.but(f -> f.signs = Fact.unknown("no answer")).recentlyActive())
                .isTrue();
        assertThat(FactsOf.but(f -> {}).recentlyActive()).isFalse();
    }

    @Test
    void a_sign_of_life_behind_the_fence_blocks_unless_the_request_key_turned_again_since() {
        Instant behind = MONDAY.plusSeconds(61);

        assertThat(result("recent-activity", f -> {
                    f.fenced("HELD");
                    f.signs = signs("LOGIN", behind);
                }))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("LOGIN at " + behind));
        assertThat(outcome("recent-activity", f -> {
                    f.fenced("HELD");
                    f.signs = signs("LOGIN", MONDAY.plusSeconds(60));
                }))
                .isEqualTo(Outcome.WARN);
        assertThat(outcome("recent-activity", f -> {
                    f.fenced("HELD");
                    f.signs = signs("LOGIN", behind);
                    f.askedAt = behind;
                }))
                .isEqualTo(Outcome.WARN);
    }

    @Test
    void who_pays_or_owes_is_not_purged_but_by_law() {
        assertThat(result("open-billing", f -> f.billing = Fact.known(new PurgeFacts.Billing(1L, 0L))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("1 open subscriptions, 0 open invoices"));
        assertThat(outcome("open-billing", f -> f.billing = Fact.known(new PurgeFacts.Billing(null, 2L))))
                .isEqualTo(Outcome.BLOCK);
        assertThat(outcome("open-billing", f -> {
                    f.kind = PurgeKind.LEGAL_ERASURE;
                    f.billing = Fact.known(new PurgeFacts.Billing(1L, 0L));
                }))
                .isEqualTo(Outcome.WARN);
    }

    @Test
    void books_that_nobody_can_ask_are_shown_as_unknown_and_not_as_none() {
        assertThat(result("open-billing", f -> f.billing = Fact.known(new PurgeFacts.Billing(0L, null))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("0 open subscriptions, unknown open invoices"));
    }

    @Test
    void a_test_account_with_a_customers_data_is_none() {
        GuardRules.Usual usual = new GuardRules.Usual(4_210, 36, Duration.ZERO, AGES);

        assertThat(result("footprint-of-kind", f -> testAccount(f, usual)))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).contains("at most 36 objects", "has 37"));
        assertThat(result(
                                "footprint-of-kind",
                                f -> testAccount(f, new GuardRules.Usual(4_209, 37, Duration.ZERO, AGES)))
                        .detail())
                .contains("at most 4,209 rows", "has 4,210");
        assertThat(outcome(
                        "footprint-of-kind", f -> testAccount(f, new GuardRules.Usual(4_210, 37, Duration.ZERO, AGES))))
                .isEqualTo(Outcome.PASS);
        assertThat(outcome("footprint-of-kind", f -> f.kind = PurgeKind.TEST_ACCOUNT))
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void an_account_younger_or_older_than_its_kind_is_told_with_its_age() {
        assertThat(age(new GuardRules.Usual(MANY, MANY, Duration.ofDays(200), Duration.ofDays(200)))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(age(new GuardRules.Usual(MANY, MANY, Duration.ofDays(201), AGES)))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("201 days old or older", "200 days before"));
        assertThat(age(new GuardRules.Usual(MANY, MANY, Duration.ZERO, Duration.ofDays(199))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                .satisfies(r -> assertThat(r.detail()).contains("199 days old or younger"));
        assertThat(result(
                                "age-of-kind",
                                f -> f.account = Fact.known(new PurgeFacts.Account("ACTIVE", 3, null, null, null)))
                        .unknown())
                .isTrue();
    }

    @Test
    void rows_tied_to_other_accounts_block_by_name() {
        assertThat(result("cross-account-edges", f -> f.edges = Fact.known(List.of("a", "b", "c", "d"))))
                .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.BLOCK))
                .satisfies(r -> assertThat(r.detail()).isEqualTo("4 ties to other accounts: a; b; c"));
    }

    @Test
    void a_requester_whose_last_request_had_to_be_stopped_or_undone_is_looked_at_twice() {
        for (String state : List.of("REPRIEVED", "RESTORED")) {
            assertThat(lastRequest(state))
                    .satisfies(r -> assertThat(r.outcome()).isEqualTo(Outcome.WARN))
                    .satisfies(r -> assertThat(r.detail()).contains("prg_0", state, "they called"));
        }
        assertThat(lastRequest("PURGED").outcome()).isEqualTo(Outcome.PASS);
    }

    private static GuardResult lastRequest(String state) {
        return result(
                "requester-record",
                f -> f.lastRequest = Fact.known(new PurgeFacts.PastRequest("prg_0", state, "they called")));
    }

    private static GuardResult age(GuardRules.Usual usual) {
        return result("age-of-kind", f -> f.kinds = Map.of(PurgeKind.CUSTOMER_REQUEST, usual));
    }

    private static void testAccount(FactsOf facts, GuardRules.Usual usual) {
        facts.kind = PurgeKind.TEST_ACCOUNT;
        facts.kinds = Map.of(PurgeKind.TEST_ACCOUNT, usual);
    }

    private static Fact<List<PurgeFacts.SignOfLife>> signs(String kind, Instant at) {
        return Fact.known(List.of(new PurgeFacts.SignOfLife(kind, at)));
    }

    private static Holdings lastWrite(Instant at) {
        return new Holdings(10, 0, 0, 0, 0, at);
    }

    private static GuardResult wrongTwin(Holdings mine, Holdings survivor, List<PurgeFacts.Twin> twins) {
        return result("wrong-twin", f -> {
            f.duplicateOf(survivor);
            f.holdings = Fact.known(mine);
            f.twins = Fact.known(twins);
        });
    }
}
