package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The plan of a restore of which nothing is live, made without loading the archive: every row is to be inserted. Clashes
 * are not looked for; the insert itself meets them, and then the whole plan is made to name them.
 *
 * @param plan what is to be done
 * @param beside what the archive has beside rows, staged: links of shared rows and large objects
 */
record AbsentPlan(RestorePlan plan, Staging beside) {

    /** Empty when rows of the account are live, or the archive does not fit into the schema as it stands. */
    static Optional<AbsentPlan> of(AccountSnapshot account, RestoreOrder order) throws SQLException {
        for (Table table : account.ownership().insertOrder()) {
            if (account.owns(table)) {
                return Optional.empty();
            }
        }
        Staging beside = Staging.load(
                account.session().sql(),
                order.archive(),
                shape -> shape.kind() != TableShape.Kind.ROWS,
                Function.identity());
        Map<String, Long> rows =
                order.archive().contents().stream().collect(Collectors.toMap(TableContent::name, TableContent::rows));
        List<TableShape> shapes = order.archive().tables().stream()
                .filter(shape -> shape.kind() == TableShape.Kind.ROWS)
                .toList();
        RestorePlan plan = new RestorePlanner(account, beside)
                .absent(order.accountKey(), order.archive().contents(), shapes, rows);
        return Optional.of(new AbsentPlan(plan, beside))
                .filter(found -> found.plan().runnable());
    }
}
