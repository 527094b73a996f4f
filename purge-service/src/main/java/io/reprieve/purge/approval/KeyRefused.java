package io.reprieve.purge.approval;

import io.reprieve.edge.Problem;
import io.reprieve.purge.policy.Policy;

/** A two-key rule said no. */
public final class KeyRefused extends RuntimeException {

    /** The rules by the code callers see. */
    public enum Rule {
        OWN_REQUEST("own-request", "A request is approved by somebody else than who made it."),
        SAME_PERSON("same-person", "Each key is turned by a different person, whatever their login."),
        BOTH_ROLES("both-roles", "Whoever may both request and approve may do neither."),
        ROLE_LOST("role-lost", "The role this key needs is not held any more."),
        NOT_HUMAN("not-human", "This key is turned by a person who signed in, at a client for people."),
        PERSON_UNKNOWN("person-unknown", "Which person this is, is not on record; an administrator sets person_id."),
        STALE_SIGN_IN("stale-sign-in", "Sign in again, as strongly as the challenge asks for, then repeat this."),
        ACCOUNT_TOO_NEW("account-too-new", "This user was created too recently to turn this key."),
        SAME_DEPARTMENT("same-department", "Approver and requester have to be of different, known departments.");

        private final String code;
        private final String detail;

        Rule(String code, String detail) {
            this.code = code;
            this.detail = detail;
        }

        public String code() {
            return code;
        }

        public String detail() {
            return detail;
        }
    }

    private final Rule rule;
    private final String challenge;

    public KeyRefused(Rule rule) {
        this(rule, null);
    }

    private KeyRefused(Rule rule, String challenge) {
        super(rule.code() + ": " + rule.detail());
        this.rule = rule;
        this.challenge = challenge;
    }

    /** With the step-up challenge of RFC 9470: how recently, and how strongly, to sign in. */
    static KeyRefused staleSignIn(Policy rules) {
        String acr = String.join(" ", rules.approver().acr());
        return new KeyRefused(
                Rule.STALE_SIGN_IN,
                "Bearer error=\"insufficient_user_authentication\", error_description=\"%s\", max_age=\"%d\"%s"
                        .formatted(
                                Rule.STALE_SIGN_IN.detail(),
                                rules.signInMaxAge().toSeconds(),
                                acr.isEmpty() ? "" : ", acr_values=\"" + acr + "\""));
    }

    public Rule rule() {
        return rule;
    }

    public Problem asProblem() {
        Problem problem = Problem.of(403, rule.code(), "The two-key rule refuses", rule.detail());
        return challenge == null ? problem : problem.challenge(challenge);
    }
}
