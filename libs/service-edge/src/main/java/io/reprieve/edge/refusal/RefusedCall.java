package io.reprieve.edge.refusal;

import io.reprieve.edge.Actor;

/**
 * A call that was answered with 401 or 403.
 *
 * @param actor who called; {@link #NOBODY} without a valid token
 * @param rule the problem's code
 * @param call method and path, ids in it replaced by {@code {id}}
 * @param subject the last id in the path; empty for none
 */
public record RefusedCall(Actor actor, String rule, String call, String subject) {
    /** Whoever it was had no valid token. */
    public static final Actor NOBODY = new Actor("nobody", "unknown", "");

    /** The same, about this; empty for nothing known. */
    RefusedCall about(String known) {
        return new RefusedCall(actor, rule, call, known);
    }

    /** The same, told apart no longer by what it was about. */
    RefusedCall amongOthers() {
        return new RefusedCall(actor, rule, "(others)", "");
    }
}
