package io.reprieve.account.keyturn;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.edge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Who may turn which key. Whatever is not known is a no. */
final class KeyTurnRules {
    private KeyTurnRules() {}

    /**
     * Passes when this person may turn this key.
     *
     * @throws Problem 403 {@code not-human, person-unknown, both-roles, role-missing, person-disabled, stale-sign-in}; 503
     *     {@code roles-unknown} when Keycloak does not say
     */
    static void mayTurn(Turn turn, Presented who, Instant now, Duration freshness) {
        if (!who.human() && !(turn == Turn.REQUEST && who.serviceAccount())) {
            throw refusal(
                    "not-human",
                    "Keys are turned by people: this token is a service's, or its client is not one people use.");
        }
        if (!who.serviceAccount() && who.personId().isEmpty()) {
            throw refusal(
                    "person-unknown", "The token does not say which person this is; an administrator sets person_id.");
        }
        if (who.tokenRoles().contains(turn.role()) && who.tokenRoles().contains(turn.otherRole())) {
            throw bothRoles();
        }
        if (!who.tokenRoles().contains(turn.role())) {
            throw refusal("role-missing", "This key is turned by a " + turn.role() + ".");
        }
        if (!who.serviceAccount()) {
            var signedIn = who.authTime().orElse(Instant.EPOCH);
            if (signedIn.plus(freshness).isBefore(now)) {
                throw refusal(
                        "stale-sign-in", "Sign in again: a key is turned within " + freshness + " of signing in.");
            }
        }
        holds(turn, who.effective());
    }

    private static void holds(Turn turn, EffectiveRoles.Answer answer) {
        if (!(answer instanceof EffectiveRoles.Known known)) {
            throw Problem.of(
                    503,
                    "roles-unknown",
                    "The key does not turn",
                    "Keycloak does not say which roles this person holds, and without that no key turns. Try again.");
        }
        if (!known.enabled()) {
            throw refusal("person-disabled", "This user is disabled.");
        }
        if (known.roles().containsAll(List.of(turn.role(), turn.otherRole()))) {
            throw bothRoles();
        }
        if (!known.roles().contains(turn.role())) {
            throw refusal(
                    "role-missing", "This key is turned by a " + turn.role() + ", and this user is none any more.");
        }
    }

    /** An approver is nobody who asked, under whatever login. */
    static void isAnother(Presented approver, List<KeyTurn> turned) {
        for (var turn : turned) {
            if (turn.turn() == Turn.REQUEST && turn.personId().equals(approver.holder())) {
                throw turn.subject().equals(approver.subject())
                        ? refusal("own-request", "Nobody approves what they asked for.")
                        : refusal("same-person", "The person behind this user asked for it, under another login.");
            }
            if (turn.turn() == Turn.APPROVAL
                    && turn.personId().equals(approver.holder())
                    && !turn.subject().equals(approver.subject())) {
                throw refusal("same-person", "The person behind this user approved it already, under another login.");
            }
        }
    }

    private static Problem bothRoles() {
        return refusal("both-roles", "Whoever may both request and approve can do neither.");
    }

    static Problem refusal(String code, String detail) {
        return Problem.of(403, code, "The key does not turn", detail);
    }
}
