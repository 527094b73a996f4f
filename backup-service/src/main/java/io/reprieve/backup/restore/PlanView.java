package io.reprieve.backup.restore;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reprieve.accountdata.Finding;
import io.reprieve.accountdata.RestorePlan;
import io.reprieve.edge.Json;
import java.time.Instant;
import java.util.List;

/**
 * A restore plan as callers see it.
 *
 * @param id {@code rpl_…}
 * @param backupId what would be restored
 * @param accountId whose
 * @param mode IN_PLACE
 * @param onConflict ABORT
 * @param planHash repeat it to run exactly this
 * @param createdAt when it was made
 * @param body what it says
 */
public record PlanView(
        String id,
        String backupId,
        String accountId,
        String mode,
        String onConflict,
        String planHash,
        Instant createdAt,
        @JsonUnwrapped Body body) {

    /**
     * @param runnable whether it can be run: nothing conflicts, nothing is in the way
     * @param tables per table, rows to insert, rows that are live and equal, that conflict, whose keys others have taken
     * @param objects the same for objects
     * @param findings what is in the way, each with the way out
     */
    public record Body(boolean runnable, List<Table> tables, Objects objects, List<Finding> findings) {

        static Body of(RestorePlan plan) {
            RestorePlan.ObjectsPlan objects = plan.objects();
            boolean clear = plan.runnable()
                    && objects.conflict().isEmpty()
                    && plan.tables().stream().allMatch(t -> t.conflict() == 0 && t.taken() == 0);
            return new Body(
                    clear,
                    plan.tables().stream().map(Table::of).toList(),
                    new Objects(
                            objects.insert().size(),
                            objects.equal().size(),
                            objects.conflict().size()),
                    plan.findings());
        }

        String blocker() {
            if (!findings.isEmpty()) {
                return findings.get(0).message();
            }
            return "Rows or objects of this account are live and differ, or others have taken their keys";
        }
    }

    /** Rows of one table: to insert, live and equal, live and different, with keys that others have taken. */
    public record Table(String table, long insert, long equal, long conflict, long taken) {

        static Table of(RestorePlan.TablePlan plan) {
            return new Table(plan.name(), plan.insert(), plan.equal(), plan.conflict(), plan.taken());
        }
    }

    /**
     * @param insert objects to put back
     * @param equal objects that are there and the same
     * @param conflict objects that are there and differ
     */
    public record Objects(int insert, int equal, int conflict) {}

    static PlanView of(SavedPlan plan) {
        return new PlanView(
                plan.id,
                plan.backupId,
                plan.accountId,
                plan.mode,
                plan.onConflict,
                plan.planHash,
                plan.createdAt,
                Json.parse(plan.plan, Body.class));
    }
}
