package io.reprieve.purge.approval;

import io.reprieve.edge.Problem;

/** A two-key rule said no. */
public final class KeyRefused extends RuntimeException {

    /** The rules by the code callers see. */
    public enum Rule {
        OWN_REQUEST("own-request", "A request is approved by somebody else than who made it."),
        SAME_PERSON("same-person", "Each approval comes from a different person."),
        BOTH_ROLES("both-roles", "Whoever may both request and approve may do neither."),
        ROLE_LOST("role-lost", "The role this key needs is not held any more."),
        NOT_HUMAN("not-human", "This key is turned by a person who signed in, at a client for people."),
        PERSON_UNKNOWN("person-unknown", "The token does not say which person this is."),
        STALE_SIGN_IN("stale-sign-in", "Sign in again, then approve.");

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

    public KeyRefused(Rule rule) {
        super(rule.code() + ": " + rule.detail());
        this.rule = rule;
    }

    public Rule rule() {
        return rule;
    }

    public Problem asProblem() {
        return Problem.of(403, rule.code(), "The two-key rule refuses", rule.detail());
    }
}
