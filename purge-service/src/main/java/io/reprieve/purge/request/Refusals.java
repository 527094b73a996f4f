package io.reprieve.purge.request;

import io.reprieve.edge.Actor;
import io.reprieve.edge.Problem;
import io.reprieve.edge.refusal.RefusedCall;
import io.reprieve.edge.refusal.RefusedCalls;
import io.reprieve.purge.approval.KeyRefused;
import io.reprieve.purge.approval.RolesUnknown;
import io.reprieve.purge.budget.BudgetSpent;
import io.reprieve.purge.database.DatabaseFailure;
import io.reprieve.purge.freeze.Frozen;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Turns what the domain refuses into what callers see; a refused key, or one too many, is put on record as well. */
@ApplicationScoped
public class Refusals {
    private static final int CONFLICT = 409;

    private final RefusedCalls refusedCalls;
    private final PurgeStore store;
    private final AllowedActions allowedActions;

    Refusals(RefusedCalls refusedCalls, PurgeStore store, AllowedActions allowedActions) {
        this.refusedCalls = refusedCalls;
        this.store = store;
        this.allowedActions = allowedActions;
    }

    /** @param subject what was to be done to: a purge request, or an account before there is one */
    public <T> T asProblems(String subject, Actor actor, Supplier<T> work) {
        try {
            return problems(subject, actor, work);
        } catch (Problem e) {
            throw e.status() == CONFLICT
                    ? store.find(subject)
                            .map(purge -> e.allowedActions(allowedActions.of(purge)))
                            .orElse(e)
                    : e;
        }
    }

    private <T> T problems(String subject, Actor actor, Supplier<T> work) {
        try {
            return work.get();
        } catch (KeyRefused e) {
            onRecord(subject, actor, e.rule().code());
            throw e.asProblem();
        } catch (BudgetSpent e) {
            onRecord(subject, actor, "budget-spent");
            throw e.asProblem();
        } catch (RolesUnknown e) {
            throw e.asProblem();
        } catch (Frozen e) {
            throw e.asProblem();
        } catch (MovedMeanwhile e) {
            throw Problem.of(
                    409,
                    "moved-meanwhile",
                    "It moved on meanwhile",
                    "The request changed while this was decided. Nothing was recorded; read it again.");
        } catch (IllegalMove e) {
            throw Problem.of(409, "illegal-transition", "Not in this state", e.getMessage())
                    .with("state", e.state().name().name());
        } catch (Neighbour.Silent e) {
            throw Problem.of(
                            503,
                            "upstream-unavailable",
                            "Another service does not answer",
                            e.service() + " does not answer; nothing was recorded here. Try again.")
                    .with("upstream", e.service());
        } catch (Neighbour.Refused e) {
            throw Problem.of(502, "upstream-refused", "Another service refused", e.getMessage());
        } catch (DatabaseFailure e) {
            if (e.isCheckViolation()) {
                throw Problem.of(
                        409, "rule-violated", "The record refuses", "A rule kept by the database stands against it.");
            }
            throw e;
        }
    }

    // Counted, not written one by one: whoever is refused could fill the log.
    private void onRecord(String subject, Actor actor, String code) {
        refusedCalls.note(new RefusedCall(actor, code, "two keys", subject));
    }
}
