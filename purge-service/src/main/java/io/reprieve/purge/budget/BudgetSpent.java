package io.reprieve.purge.budget;

import io.reprieve.edge.Problem;
import java.time.Duration;
import java.time.Instant;

/** Nothing is wrong with this one; there were too many before it. */
public final class BudgetSpent extends RuntimeException {
    private final transient Instant next;
    private final transient Duration wait;

    BudgetSpent(String who, String what, long spent, int limit, Duration window, Instant next, Instant now) {
        super("the budget is spent: %s%d %s within %s, and %d is the limit; room again at %s"
                .formatted(who.isEmpty() ? "" : who + " ", spent, what, window, limit, next));
        this.next = next;
        this.wait = Duration.between(now, next);
    }

    /** Until the oldest of what was counted leaves the window; there may still be none then. */
    public Duration untilNext() {
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    public Problem asProblem() {
        return Problem.of(
                        429,
                        "budget-spent",
                        "Too many for one hour or day",
                        getMessage() + ". If they are all meant, an administrator raises the budget in the policy.")
                .with("retryAt", next.toString())
                .retryAfter(untilNext());
    }
}
