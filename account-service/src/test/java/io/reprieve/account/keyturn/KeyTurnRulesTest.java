package io.reprieve.account.keyturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KeyTurnRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final String REQUESTER = "purge-requester";
    private static final String APPROVER = "purge-approver";

    @Test
    void a_requester_requests_and_an_approver_approves() {
        assertThatCode(() -> mayTurn(Turn.REQUEST, person(REQUESTER))).doesNotThrowAnyException();
        assertThatCode(() -> mayTurn(Turn.APPROVAL, person(APPROVER))).doesNotThrowAnyException();
    }

    @Test
    void neither_turns_the_others_key() {
        refused("role-missing", () -> mayTurn(Turn.REQUEST, person(APPROVER)));
        refused("role-missing", () -> mayTurn(Turn.APPROVAL, person(REQUESTER)));
        refused("role-missing", () -> mayTurn(Turn.APPROVAL, person("support")));
    }

    @Test
    void whoever_holds_both_roles_turns_none() {
        refused("both-roles", () -> mayTurn(Turn.REQUEST, person(REQUESTER, APPROVER)));
        refused("both-roles", () -> mayTurn(Turn.APPROVAL, person(REQUESTER, APPROVER)));
    }

    @Test
    void a_token_asked_for_with_one_role_does_not_hide_the_other() {
        refused("both-roles", () -> mayTurn(Turn.APPROVAL, with(Set.of(APPROVER), known(true, REQUESTER, APPROVER))));
    }

    @Test
    void a_role_that_was_taken_away_since_the_sign_in_counts_no_more() {
        refused("role-missing", () -> mayTurn(Turn.APPROVAL, with(Set.of(APPROVER), known(true, "support"))));
        refused("person-disabled", () -> mayTurn(Turn.APPROVAL, with(Set.of(APPROVER), known(false, APPROVER))));
    }

    @Test
    void what_keycloak_does_not_say_is_a_no() {
        refused(
                "roles-unknown",
                () -> mayTurn(Turn.APPROVAL, with(Set.of(APPROVER), new EffectiveRoles.Unknown("timeout"))));
    }

    @Test
    void without_a_person_id_no_key_turns() {
        var nobody = presented(Optional.empty(), true, false, Set.of(APPROVER), known(true, APPROVER), NOW);
        refused("person-unknown", () -> mayTurn(Turn.APPROVAL, nobody));
    }

    @Test
    void an_old_sign_in_turns_no_key() {
        var stale = presented(
                Optional.of("psn_a"),
                true,
                false,
                Set.of(APPROVER),
                known(true, APPROVER),
                NOW.minus(FRESH).minusSeconds(1));
        refused("stale-sign-in", () -> mayTurn(Turn.APPROVAL, stale));
    }

    @Test
    void a_service_may_request_and_never_approve() {
        assertThatCode(() -> mayTurn(
                        Turn.REQUEST,
                        presented(Optional.empty(), false, true, Set.of(REQUESTER), known(true, REQUESTER), null)))
                .doesNotThrowAnyException();
        refused(
                "not-human",
                () -> mayTurn(
                        Turn.APPROVAL,
                        presented(Optional.empty(), false, true, Set.of(APPROVER), known(true, APPROVER), null)));
    }

    @Test
    void a_person_at_a_client_that_people_do_not_use_is_refused() {
        var odd = presented(Optional.of("psn_a"), false, false, Set.of(REQUESTER), known(true, REQUESTER), NOW);
        refused("not-human", () -> mayTurn(Turn.REQUEST, odd));
    }

    @Test
    void nobody_approves_their_own_request_under_whatever_login() {
        refused(
                "own-request",
                () -> KeyTurnRules.isAnother(person(APPROVER), List.of(turn(Turn.REQUEST, "psn_a", "sub"))));
        refused(
                "same-person",
                () -> KeyTurnRules.isAnother(person(APPROVER), List.of(turn(Turn.REQUEST, "psn_a", "other-login"))));
        refused(
                "same-person",
                () -> KeyTurnRules.isAnother(person(APPROVER), List.of(turn(Turn.APPROVAL, "psn_a", "other-login"))));
        assertThatCode(() -> KeyTurnRules.isAnother(person(APPROVER), List.of(turn(Turn.REQUEST, "psn_b", "sub-b"))))
                .doesNotThrowAnyException();
    }

    private static void mayTurn(Turn turn, Presented who) {
        KeyTurnRules.mayTurn(turn, who, NOW, FRESH);
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }

    private static Presented person(String... roles) {
        return with(Set.of(roles), known(true, roles));
    }

    private static Presented with(Set<String> tokenRoles, EffectiveRoles.Answer effective) {
        return presented(Optional.of("psn_a"), true, false, tokenRoles, effective, NOW);
    }

    private static Presented presented(
            Optional<String> personId,
            boolean human,
            boolean service,
            Set<String> roles,
            EffectiveRoles.Answer effective,
            Instant signedIn) {
        return new Presented(
                "sub", personId, "reprieve-cli", human, service, roles, Optional.ofNullable(signedIn), effective);
    }

    private static EffectiveRoles.Known known(boolean enabled, String... roles) {
        return new EffectiveRoles.Known(enabled, Set.of(roles), Map.of(), Set.of(), null);
    }

    private static KeyTurn turn(Turn turn, String personId, String subject) {
        return new KeyTurn(
                "ktn_1",
                "prg_1",
                "acc_1",
                turn,
                personId,
                "person",
                subject,
                "reprieve-cli",
                List.of(turn.role()),
                "d",
                1,
                "TEST_ACCOUNT",
                null,
                null,
                NOW);
    }
}
