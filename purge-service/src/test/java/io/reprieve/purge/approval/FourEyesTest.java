package io.reprieve.purge.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.purge.approval.KeyRefused.Rule;
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
    private static final Keys ASKED = new Keys(List.of(new Keys.Holder("psn_r", "sub-r", false)), List.of());

    private final Map<String, EffectiveRoles.Answer> keycloak = new HashMap<>(Map.of(
            "sub-r", holds("purge-requester"),
            "sub-a", holds("purge-approver"),
            "sub-a2", holds("purge-approver"),
            "sub-both", holds("purge-requester", "purge-approver"),
            "sub-auto", holds("purge-requester")));
    private final FourEyes fourEyes =
            new FourEyes(subject -> keycloak.getOrDefault(subject, new EffectiveRoles.Unknown("no such user")));

    @Test
    void another_person_with_the_approvers_role_alone_may_approve() {
        assertThatCode(() -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED))
                .doesNotThrowAnyException();
    }

    @Test
    void nobody_approves_their_own_request_whatever_user_they_use() {
        refused(Rule.OWN_REQUEST, () -> approve(person("psn_r", "sub-a", "purge-approver"), ASKED));
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
    }

    @Test
    void a_token_that_claims_a_role_which_keycloak_does_not_confirm_counts_for_nothing() {
        keycloak.put("sub-a", holds("support"));

        refused(Rule.ROLE_LOST, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
    }

    @Test
    void a_disabled_user_turns_no_key() {
        keycloak.put("sub-a", new EffectiveRoles.Known(false, Set.of("purge-approver"), Map.of()));

        refused(Rule.ROLE_LOST, () -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED));
    }

    @Test
    void a_service_account_never_approves() {
        refused(Rule.NOT_HUMAN, () -> approve(automation(), ASKED));
    }

    @Test
    void a_client_that_is_not_for_people_never_approves() {
        Hand stranger = new Hand("psn_a", "sub-a", "other-client", false, false, NOW, Set.of("purge-approver"));

        refused(Rule.NOT_HUMAN, () -> approve(stranger, ASKED));
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
                Set.of("purge-approver"));

        refused(Rule.STALE_SIGN_IN, () -> approve(signedInLongAgo, ASKED));
    }

    @Test
    void silence_of_keycloak_is_a_no() {
        keycloak.put("sub-a", new EffectiveRoles.Unknown("no answer"));

        assertThatThrownBy(() -> approve(person("psn_a", "sub-a", "purge-approver"), ASKED))
                .isInstanceOf(RolesUnknown.class);
        assertThatThrownBy(() -> fourEyes.stillCount(approvedBy("psn_a", "sub-a")))
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
        keycloak.put("sub-a", holds("purge-requester"));

        refused(
                Rule.SAME_PERSON,
                () -> fourEyes.mayRequest(person("psn_a", "sub-a", "purge-requester"), approvedBy("psn_a", "sub-a")));
    }

    @Test
    void at_execution_all_keys_are_asked_about_again() {
        assertThatCode(() -> fourEyes.stillCount(approvedBy("psn_a", "sub-a"))).doesNotThrowAnyException();

        keycloak.put("sub-r", holds("support"));
        refused(Rule.ROLE_LOST, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a")));

        keycloak.put("sub-r", holds("purge-requester"));
        keycloak.put("sub-a", holds("purge-approver", "purge-requester"));
        refused(Rule.BOTH_ROLES, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a")));
    }

    @Test
    void at_execution_a_person_id_that_moved_to_another_user_does_not_count() {
        keycloak.put(
                "sub-a",
                new EffectiveRoles.Known(true, Set.of("purge-approver"), Map.of("person_id", List.of("psn_other"))));

        refused(Rule.PERSON_UNKNOWN, () -> fourEyes.stillCount(approvedBy("psn_a", "sub-a")));
    }

    private void approve(Hand hand, Keys keys) {
        fourEyes.mayApprove(hand, keys, NOW, HOUR);
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
        return new Hand(personId, subject, "reprieve-cli", true, false, NOW.minusSeconds(60), Set.of(roles));
    }

    private static Hand automation() {
        return new Hand(null, "sub-auto", "automation", false, true, null, Set.of("purge-requester"));
    }

    private static EffectiveRoles.Known holds(String... roles) {
        return new EffectiveRoles.Known(true, Set.of(roles), Map.of());
    }
}
