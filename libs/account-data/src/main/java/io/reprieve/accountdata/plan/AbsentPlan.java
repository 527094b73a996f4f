package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.ownership.Belonging;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The plan of a restore of which nothing is live, made without loading the archive: every row is to be inserted. Clashes
 * are not looked for; the insert itself meets them, and then the whole plan is made to name them.
 *
 * @param plan what is to be done
 * @param beside what the archive has beside rows, staged: links of shared rows and large objects
 */
public record AbsentPlan(RestorePlan plan, Staging beside) {

    /** Empty when rows of the account are live, or the archive does not fit into the schema as it stands. */
    public static Optional<AbsentPlan> of(AccountSnapshot account, ArchiveSource archive, String accountKey)
            throws SQLException {
        for (Table table : account.ownership().insertOrder()) {
            // Where its parents have no row of the account, neither has a table that belongs by them alone.
            boolean follows = account.ownership().belongings().get(table.name()) instanceof Belonging.ThroughParent;
            if (!follows && account.owns(table)) {
                return Optional.empty();
            }
        }
        RestorePlanner planner = new RestorePlanner(account, archive, RestoreScope.WHOLE);
        return planner.absent(accountKey).map(plan -> new AbsentPlan(plan, planner.staging()));
    }
}
