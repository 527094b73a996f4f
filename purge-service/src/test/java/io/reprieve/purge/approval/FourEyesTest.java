package io.reprieve.purge.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.purge.approval.KeyRefused.Rule;
import io.reprieve.purge.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FourEyesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1000));
    private static final Policy RULES = rules(new Policy.Approver(Duration.ofDays(7), false, List.of()));
    private static final Keys ASKED = new Keys(List.of(new Keys.Holder("psn_r", "sub-r", false)), List.of());

    private final Map<String, EffectiveRoles.Answer> keycloak = new HashMap<>(Map.of(
            "sub-r", holds("psn_r", "purge-requester"),
            "sub-a", holds("psn_a", "purge-approver"),
            "sub-a2", holds("psn_a2", "purge-approver"),
            "sub-both", holds("psn_b", "purge-requester", "purge-approver"),
            "sub-auto", holds(null, "purge-requester"),
            "sub-p", holds("psn_p", "platform-admin"),
            "sub-p2", holds("psn_p2", "platform-admin")));
    private final FourEyes fourEyes =
            new FourEyes(subject -> keycloak.getOrDefault(subject, new EffectiveRoles.Unknown("no such user")));

    @Test
    void another_person_with_the_approvers_role_alone_may_approve() {
        assertThatCode(() -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED))
                .doesNotThrowAnyException();
    }

    @Test
    void nobody_approves_their_own_request_whatever_user_they_use() {
        refused(Rule.SAME_PERSON, () -> approve(person("psn_r", "sub-a", "purge-approver"), ASKED));
        refused(Rule.OWN_REQUEST, () -> approve(person("psn_r", "sub-r", "purge-approver"), ASKED));
        refused(Rule.OWN_REQUEST, () -> approve(person("psn_x", "sub-r", "purge-approver"), ASKED));
    }

    @Test
    void one_person_does_not_approve_twice() {
        Keys once = new Keys(ASKED.requesters(), List.of(new Keys.Holder("psn_a", "sub-a", false)));

        refused(Rule.SAME_PERSON, () -> approve(person("psn_a", "sub-a", "purge-approver"), once));
        refused(Rule.SAME_PERSON, () -> approve(person("psn_a", "sub-a2", "purge-approver"), once));
    }

    @Test
    void whoever_effectively_holds_both_roles_does_neither_even_with_a_token_that_shows_one() {
        refused(Rule.BOTH_ROLES, () -> approve(person("psn_b", "sub-both", "purge-approver"), ASKED));
        refused(Rule.BOTH_ROLES, () -> request(person("psn_b", "sub-both", "purge-requester")));
        refused(Rule.BOTH_ROLES, () -> request(person("psn_b", "sub-r", "purge-requester", "purge-approver")));
        refused(Rule.BOTH_ROLES, () -> approve(person("psn_a", "sub-a", "purge-requester", "purge-approver"), ASKED));
    }

    @Test
    void a_token_that_claims_a_role_which_keycloak_does_not_confirm_counts_for_nothing() {
        keycloak.put("sub-a", holds("psn_a", "support"));

        refused(Rule.ROLE_LOST, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
    }

    @Test
    void a_disabled_user_turns_no_key() {
        keycloak.put(
                "sub-a",
                new EffectiveRoles.Known(
                        false, Set.of("purge-approver"), Map.of("person_id", List.of("psn_a")), Set.of(), LONG_AGO));

        refused(Rule.ROLE_LOST, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
    }

    @Test
    void a_service_account_never_approves() {
        refused(Rule.NOT_HUMAN, () -> approve(automation(), ASKED));
    }

    @Test
    void a_client_that_is_not_for_people_never_approves() {
        Hand stranger = new Hand("psn_a", "sub-a", "other-client", false, false, NOW, null, Set.of("purge-approver"));

        refused(Rule.NOT_HUMAN, () -> approve(stranger, ASKED));
        refused(
                Rule.NOT_HUMAN,
                () -> request(new Hand("psn_r", "sub-r", "other", false, false, NOW, null, Set.of("purge-requester"))));
    }

    @Test
    void without_person_id_there_is_no_person() {
        refused(Rule.PERSON_UNKNOWN, () -> approve(person(null, "sub-a", "purge-approver"), ASKED));
        refused(Rule.PERSON_UNKNOWN, () -> request(person(" ", "sub-r", "purge-requester")));
    }

    @Test
    void an_old_sign_in_does_not_approve() {
        Hand signedInLongAgo = new Hand(
                "psn_a",
                "sub-a",
                "reprieve-cli",
                true,
                false,
                NOW.minus(HOUR).minusSeconds(1),
                null,
                Set.of("purge-approver"));

        refused(Rule.STALE_SIGN_IN, () -> approve(signedInLongAgo, ASKED));
        assertThatThrownBy(() -> approve(signedInLongAgo, ASKED))
                .isInstanceOfSatisfying(KeyRefused.class, e -> assertThat(
                                e.asProblem().headers().get("WWW-Authenticate"))
                        .startsWith("Bearer error=\"insufficient_user_authentication\"")
                        .contains("max_age=\"3600\"")
                        .doesNotContain("acr_values"));
    }

    @Test
    void by_policy_a_sign_in_has_to_be_strong_as_well_as_fresh() {
        Policy strong = rules(new Policy.Approver(Duration.ZERO, false, List.of("gold", "silver")));

        for (String weak : new String[] {null, "1", "gold silver"}) {
            assertThatThrownBy(() -> fourEyes.mayApprove(signedIn(weak), ASKED, NOW, strong))
                    .as(weak)
                    .isInstanceOfSatisfying(KeyRefused.class, e -> {
                        assertThat(e.rule()).isEqualTo(Rule.STALE_SIGN_IN);
                        assertThat(e.asProblem().headers().get("WWW-Authenticate"))
                                .contains("acr_values=\"gold silver\"");
                    });
        }
        assertThatCode(() -> fourEyes.mayApprove(signedIn("silver"), ASKED, NOW, strong))
                .doesNotThrowAnyException();
    }

    @Test
    void a_user_created_too_recently_does_not_approve_and_neither_does_one_of_unknown_age() {
        keycloak.put("sub-a", created(NOW.minus(Duration.ofDays(7)).plusSeconds(1)));
        refused(Rule.ACCOUNT_TOO_NEW, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));

        keycloak.put("sub-a", created(null));
        refused(Rule.ACCOUNT_TOO_NEW, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
        refused(Rule.ACCOUNT_TOO_NEW, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES));

        keycloak.put("sub-a", created(NOW.minus(Duration.ofDays(7))));
        assertThatCode(() -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED))
                .doesNotThrowAnyException();
    }

    @Test
    void by_policy_approver_and_requester_are_of_different_and_known_departments() {
        Policy apart = rules(new Policy.Approver(Duration.ZERO, true, List.of()));
        Hand hand = person("psn_a", "sub-a", "purge-approver");
        Keys approved = approvedBy("psn_a", "sub-a");

        for (String[] each : new String[][] {{"ops", "ops"}, {"ops", null}, {null, "ops"}, {null, null}}) {
            keycloak.put("sub-r", ofDepartment("psn_r", each[0], "purge-requester"));
            keycloak.put("sub-a", ofDepartment("psn_a", each[1], "purge-approver"));
            refused(Rule.SAME_DEPARTMENT, () -> fourEyes.mayApprove(hand, ASKED, NOW, apart));
            refused(Rule.SAME_DEPARTMENT, () -> fourEyes.stillCount(approved, NOW, apart));
            assertThatCode(() -> approve(hand, ASKED)).doesNotThrowAnyException();
        }
        keycloak.put("sub-r", ofDepartment("psn_r", "ops", "purge-requester"));
        keycloak.put("sub-a", ofDepartment("psn_a", "security", "purge-approver"));
        assertThatCode(() -> fourEyes.mayApprove(hand, ASKED, NOW, apart)).doesNotThrowAnyException();
        assertThatCode(() -> fourEyes.stillCount(approved, NOW, apart)).doesNotThrowAnyException();
    }

    @Test
    void an_approver_stands_for_the_groups_keycloak_has_them_in() {
        keycloak.put(
                "sub-a",
                new EffectiveRoles.Known(
                        true,
                        Set.of("purge-approver"),
                        Map.of("person_id", List.of("psn_a")),
                        Set.of("security"),
                        LONG_AGO));

        assertThat(fourEyes.mayApprove(person("psn_a", "sub-a", "purge-approver"), ASKED, NOW, RULES))
                .containsExactly("security");
        assertThat(fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES))
                .containsExactly(Set.of("security"));
    }

    @Test
    void the_policy_is_changed_by_two_different_people_who_are_platform_admins_still() {
        Keys.Holder proposer = new Keys.Holder("psn_p", "sub-p", false);
        Hand second = person("psn_p2", "sub-p2", "platform-admin");

        assertThatCode(() -> fourEyes.mayChangePolicy(second, null, NOW, RULES)).doesNotThrowAnyException();
        assertThatCode(() -> fourEyes.mayChangePolicy(second, proposer, NOW, RULES))
                .doesNotThrowAnyException();
        refused(
                Rule.SAME_PERSON,
                () -> fourEyes.mayChangePolicy(person("psn_p", "sub-p", "platform-admin"), proposer, NOW, RULES));
        refused(Rule.NOT_HUMAN, () -> fourEyes.mayChangePolicy(automation(), proposer, NOW, RULES));
        refused(
                Rule.ROLE_LOST,
                () -> fourEyes.mayChangePolicy(person("psn_a", "sub-a", "platform-admin"), proposer, NOW, RULES));
        refused(Rule.STALE_SIGN_IN, () -> fourEyes.mayChangePolicy(second, proposer, NOW.plus(HOUR), RULES));
        Policy seasoned = rules(new Policy.Approver(Duration.ofDays(2000), false, List.of()));
        refused(Rule.ACCOUNT_TOO_NEW, () -> fourEyes.mayChangePolicy(second, null, NOW, seasoned));
        keycloak.put("sub-p", holds("psn_p", "support"));
        refused(Rule.ROLE_LOST, () -> fourEyes.mayChangePolicy(second, proposer, NOW, RULES));
    }

    @Test
    void silence_of_keycloak_is_a_no() {
        keycloak.put("sub-a", new EffectiveRoles.Unknown("no answer"));

        assertThatThrownBy(() -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED))
                .isInstanceOf(RolesUnknown.class);
        assertThatThrownBy(() -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES))
                .isInstanceOf(RolesUnknown.class);
    }

    @Test
    void a_service_account_may_request_under_its_own_name() {
        Hand automation = automation();

        assertThatCode(() -> request(automation)).doesNotThrowAnyException();
        assertThat(automation.requesterId()).isEqualTo("service:automation");
    }

    @Test
    void an_approver_of_a_purge_does_not_release_it() {
        keycloak.put("sub-a", holds("psn_a", "purge-requester"));

        refused(
                Rule.SAME_PERSON,
                () -> fourEyes.mayRequest(person("psn_a", "sub-a", "purge-requester"), approvedBy("psn_a", "sub-a")));
    }

    @Test
    void at_execution_all_keys_are_asked_about_again() {
        assertThatCode(() -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES))
                .doesNotThrowAnyException();

        keycloak.put("sub-r", holds("psn_r", "support"));
        refused(Rule.ROLE_LOST, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES));

        keycloak.put("sub-r", holds("psn_r", "purge-requester"));
        keycloak.put("sub-a", holds("psn_a", "purge-approver", "purge-requester"));
        refused(Rule.BOTH_ROLES, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES));
    }

    @Test
    void at_execution_a_person_id_that_moved_to_another_user_does_not_count() {
        keycloak.put("sub-a", holds("psn_other", "purge-approver"));
        refused(Rule.PERSON_UNKNOWN, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES));

        keycloak.put("sub-a", holds(null, "purge-approver"));
        refused(Rule.PERSON_UNKNOWN, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"), NOW, RULES));
        refused(Rule.PERSON_UNKNOWN, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
    }

    private void approve(Hand hand, Keys keys) {
        fourEyes.mayApprove(hand, keys, NOW, RULES);
    }

    private void request(Hand hand) {
        fourEyes.mayRequest(hand, new Keys(List.of(), List.of()));
    }

    private static void refused(Rule rule, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(KeyRefused.class, e -> assertThat(e.rule())
                .isEqualTo(rule));
    }

    private static Keys approvedBy(String personId, String subject) {
        return new Keys(ASKED.requesters(), List.of(new Keys.Holder(personId, subject, false)));
    }

    private static Hand person(String personId, String subject, String... roles) {
        return new Hand(personId, subject, "reprieve-cli", true, false, NOW.minusSeconds(60), null, Set.of(roles));
    }

    private static Hand signedIn(String acr) {
        return new Hand(
                "psn_a", "sub-a", "reprieve-cli", true, false, NOW.minusSeconds(60), acr, Set.of("purge-approver"));
    }

    private static Hand automation() {
        return new Hand(null, "sub-auto", "automation", false, true, null, null, Set.of("purge-requester"));
    }

    private static EffectiveRoles.Known holds(String personId, String... roles) {
        return ofDepartment(personId, null, roles);
    }

    private static EffectiveRoles.Known ofDepartment(String personId, String department, String... roles) {
        Map<String, List<String>> attributes = new HashMap<>();
        if (personId != null) {
            attributes.put("person_id", List.of(personId));
        }
        if (department != null) {
            attributes.put("department", List.of(department));
        }
        return new EffectiveRoles.Known(true, Set.of(roles), attributes, Set.of(), LONG_AGO);
    }

    private static EffectiveRoles.Known created(Instant at) {
        return new EffectiveRoles.Known(
                true, Set.of("purge-approver"), Map.of("person_id", List.of("psn_a")), Set.of(), at);
    }

    private static Policy rules(Policy.Approver approver) {
        return new Policy(
                "1",
                HOUR,
                HOUR,
                HOUR,
                HOUR,
                HOUR,
                HOUR,
                new Policy.Quorum(1, 2, 10, 10, 2, List.of()),
                approver,
                null,
                null,
                null);
    }
}
