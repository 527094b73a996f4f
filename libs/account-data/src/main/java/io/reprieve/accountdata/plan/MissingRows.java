package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves in the staged archive exactly the rows that are to be inserted: those that are not live, whose place nobody holds, and
 * all of whose parents are the account's live rows or come back with them.
 */
final class MissingRows {

    private static final int NAMED = 20;
    private static final String LEFT_OUT = "pg_temp.reprieve_left_out";

    private final AccountSnapshot account;
    private final List<StagedTable> staged;
    private final Optional<StagedLargeObjects> largeObjects;
    private final Sql sql;

    MissingRows(AccountSnapshot account, List<StagedTable> staged, Optional<StagedLargeObjects> largeObjects) {
        this.account = account;
        this.staged = staged;
        this.largeObjects = largeObjects;
        this.sql = account.session().sql();
    }

    /** @return notes on rows that cannot come back, by key */
    List<Finding> keepOnly() throws SQLException {
        // Kept where they are found: of a large account there may be more than memory holds.
        sql.run("CREATE TEMPORARY TABLE reprieve_left_out (live oid, named text) ON COMMIT DROP");
        for (StagedTable table : staged) {
            sql.run("DELETE FROM " + table.staged() + " AS a WHERE EXISTS (SELECT FROM " + Clashes.PAIRS
                    + " AS c WHERE c.live = " + table.live().oid() + " AND c.reprieve_at = a.ctid)");
            sql.run(table.keyless() ? withoutLiveLines(table) : withoutLiveKeys(table));
            if (largeObjects.isPresent()) {
                for (String taken : largeObjects.get().namesOfTaken(table)) {
                    leaveOut(table, taken);
                }
            }
        }
        long more;
        do {
            more = 0;
            for (ForeignKey key : account.ownership().innerKeys()) {
                more += removeOrphans(key);
            }
        } while (more > 0);
        List<Finding> notes = new ArrayList<>();
        for (StagedTable table : staged) {
            leftOut(table).ifPresent(notes::add);
        }
        return notes;
    }

    private Optional<Finding> leftOut(StagedTable table) throws SQLException {
        String rows = LEFT_OUT + " WHERE live = " + table.live().oid();
        long count = sql.number("SELECT pg_catalog.count(*) FROM " + rows);
        if (count == 0) {
            return Optional.empty();
        }
        List<String> first = sql.list(
                "SELECT DISTINCT named COLLATE \"C\" AS n FROM " + rows + " ORDER BY n LIMIT " + NAMED,
                row -> row.getString(1));
        return Optional.of(Finding.note(
                "rows-left-out",
                table.shape().name(),
                count + " archived rows cannot come back, because what they refer to is kept as it is live, held by"
                        + " another, or left out itself (" + String.join("; ", first) + ")"));
    }

    /** @param which SQL on the row {@code a} */
    private long leaveOut(StagedTable table, String which) throws SQLException {
        return sql.run("WITH gone AS (DELETE FROM " + table.staged() + " AS a WHERE " + which + " RETURNING "
                + table.rowName("a") + " AS named) INSERT INTO " + LEFT_OUT + " SELECT "
                + table.live().oid() + ", g.named FROM gone AS g");
    }

    private static String withoutLiveKeys(StagedTable table) {
        return "DELETE FROM " + table.staged() + " AS a WHERE EXISTS (SELECT FROM "
                + table.live().itself() + " AS t WHERE " + table.sameKey("a", "t") + ")";
    }

    /** Of rows that are the same by their text, as many go as are live. */
    private static String withoutLiveLines(StagedTable table) {
        return "DELETE FROM " + table.staged() + " AS d WHERE d.ctid IN (SELECT n.at FROM (SELECT a.ctid AS at, "
                + table.line("a") + " AS line, pg_catalog.row_number() OVER (PARTITION BY " + table.line("a")
                + " ORDER BY a.ctid) AS nth FROM " + table.staged() + " AS a) AS n WHERE n.nth <= (SELECT"
                + " pg_catalog.count(*) FROM (SELECT " + table.lineColumns("") + " FROM "
                + table.rows().from(table.live()) + ") AS l WHERE " + table.line("l") + " = n.line))";
    }

    private long removeOrphans(ForeignKey key) throws SQLException {
        Optional<StagedTable> child = of(key.from());
        if (child.isEmpty() || !Shapes.columnNames(child.get().shape()).containsAll(key.columns())) {
            return 0;
        }
        String missing = key.missing("a", relations(key));
        return leaveOut(child.get(), key.refers("a") + " AND " + missing);
    }

    /** Where what the key refers to is, or will be. */
    private String[] relations(ForeignKey key) {
        Table to = account.ownership().catalog().tables().get(key.to());
        List<String> relations = new ArrayList<>();
        of(key.to())
                .filter(parent -> Shapes.columnNames(parent.shape()).containsAll(key.references()))
                .ifPresent(parent -> relations.add(parent.staged()));
        relations.add("(SELECT * FROM " + account.rows().from(to) + ")");
        return relations.toArray(String[]::new);
    }

    /** Links of shared rows whose owned row neither is live nor comes back would dangle. */
    void keepOnlyLinksToRows(Staging staging) throws SQLException {
        for (StagedLink link : StagedLink.of(account, staging)) {
            sql.run(link.withoutRowIn(relations(link.links().key())));
        }
    }

    private Optional<StagedTable> of(TableName name) {
        return staged.stream().filter(table -> table.live().name().equals(name)).findFirst();
    }
}
