package io.reprieve.backup.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.edge.Json;
import java.time.Instant;
import java.util.List;

/**
 * A restore plan as callers see it.
 *
 * @param id {@code rpl_…}
 * @param backupId what would be restored
 * @param accountId whose
 * @param mode IN_PLACE or BESIDE
 * @param onConflict ABORT or KEEP_LIVE
 * @param selection part of the account; absent for the whole
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
        @JsonInclude(JsonInclude.Include.NON_NULL) Selection selection,
        String planHash,
        Instant createdAt,
        @JsonUnwrapped Body body) {

    /**
     * @param runnable whether it can be run: nothing conflicts, nothing is in the way
     * @param tables per table what is live, and how
     * @param objects the same for objects
     * @param findings what is in the way, each with the way out, and notes on what is not
     */
    public record Body(boolean runnable, List<Table> tables, Objects objects, List<Finding> findings) {

        static Body of(RestorePlan plan) {
            RestorePlan.ObjectsPlan objects = plan.objects();
            boolean clear = plan.runnable() && objects.conflict().isEmpty();
            return new Body(
                    clear,
                    plan.tables().stream().map(Table::of).toList(),
                    new Objects(
                            objects.insert().size(),
                            objects.equal().size(),
                            objects.conflict().size()),
                    plan.findings());
        }

        /** Beside the product nothing is in the way but a selection of what is not there. */
        static Body beside(List<TableContent> tables, int objects, List<Finding> findings) {
            return new Body(
                    findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR),
                    tables.stream()
                            .map(table -> Table.absent(table.name(), table.rows()))
                            .toList(),
                    new Objects(objects, 0, 0),
                    findings);
        }

        String blocker() {
            return findings.stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .map(Finding::message)
                    .findFirst()
                    .orElse("Objects of this account are live and differ");
        }
    }

    /**
     * @param table its name
     * @param insert rows that are not live
     * @param equal rows that are live and the same
     * @param conflict rows that are changed or extra
     * @param changed the account's rows that are live and different
     * @param extra the account's rows that are live and not in the backup
     * @param taken rows whose key, unique value or exclusive range a live row holds
     * @param inTheWay the first of those, by key; null in plans made before they were named
     */
    public record Table(
            String table,
            long insert,
            long equal,
            long conflict,
            long changed,
            long extra,
            long taken,
            List<RestorePlan.RowInTheWay> inTheWay) {

        static Table absent(String table, long rows) {
            return new Table(table, rows, 0, 0, 0, 0, 0, List.of());
        }

        static Table of(RestorePlan.TablePlan plan) {
            return new Table(
                    plan.name(),
                    plan.insert(),
                    plan.equal(),
                    plan.conflict(),
                    plan.changed(),
                    plan.extra(),
                    plan.taken(),
                    plan.first());
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
                plan.selection == null ? null : Json.parse(plan.selection, Selection.class),
                plan.planHash,
                plan.createdAt,
                Json.parse(plan.plan, Body.class));
    }
}
