package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves in the staged archive exactly the rows that are to be inserted: those that are not live, whose place nobody holds, and
 * all of whose parents are the account's live rows or come back with them.
 */
final class MissingRows {

    private static final int NAMED = 20;

    private final AccountSnapshot account;
    private final List<StagedTable> staged;
    private final Sql sql;

    MissingRows(AccountSnapshot account, List<StagedTable> staged) {
        this.account = account;
        this.staged = staged;
        this.sql = account.session().sql();
    }

    /** @return notes on rows that cannot come back, by key */
    List<Finding> keepOnly() throws SQLException {
        for (StagedTable table : staged) {
            sql.run("DELETE FROM " + table.staged() + " AS a WHERE EXISTS (SELECT FROM " + Clashes.PAIRS
                    + " AS c WHERE c.live = " + table.live().oid() + " AND c.reprieve_at = a.ctid)");
            sql.run(table.keyless() ? withoutLiveLines(table) : withoutLiveKeys(table));
        }
        Map<StagedTable, List<String>> orphans = new LinkedHashMap<>();
        boolean more;
        do {
            more = false;
            for (ForeignKey key : account.ownership().innerKeys()) {
                more |= removeOrphans(key, orphans);
            }
        } while (more);
        List<Finding> notes = new ArrayList<>();
        orphans.forEach((table, named) -> notes.add(Finding.note(
                "rows-left-out",
                table.shape().name(),
                named.size()
                        + " archived rows cannot come back, because what they refer to is kept as it is live, held by"
                        + " another, or left out itself (" + String.join("; ", first(named)) + ")")));
        return notes;
    }

    private static List<String> first(List<String> named) {
        return named.stream().distinct().sorted().limit(NAMED).toList();
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

    private boolean removeOrphans(ForeignKey key, Map<StagedTable, List<String>> orphans) throws SQLException {
        Optional<StagedTable> child = of(key.from());
        if (child.isEmpty() || !Shapes.columnNames(child.get().shape()).containsAll(key.columns())) {
            return false;
        }
        Table to = account.ownership().catalog().tables().get(key.to());
        String live = "(SELECT * FROM " + account.rows().from(to) + ")";
        Optional<StagedTable> parent = of(key.to());
        boolean archived =
                parent.isPresent() && Shapes.columnNames(parent.get().shape()).containsAll(key.references());
        String missing = archived ? key.missing("a", parent.get().staged(), live) : key.missing("a", live);
        List<String> gone = sql.list(
                "DELETE FROM " + child.get().staged() + " AS a WHERE " + key.refers("a") + " AND " + missing
                        + " RETURNING " + child.get().rowName("a"),
                row -> row.getString(1));
        if (!gone.isEmpty()) {
            orphans.computeIfAbsent(child.get(), each -> new ArrayList<>()).addAll(gone);
        }
        return !gone.isEmpty();
    }

    /** Links of shared rows whose owned row neither is live nor comes back would dangle. */
    void keepOnlyLinksToRows(Staging staging) throws SQLException {
        for (StagedLink link : StagedLink.of(account, staging)) {
            ForeignKey key = link.links().key();
            Table to = account.ownership().catalog().tables().get(key.to());
            List<String> parents =
                    new ArrayList<>(List.of("(SELECT * FROM " + account.rows().from(to) + ")"));
            of(key.to()).ifPresent(parent -> parents.add(parent.staged()));
            boolean plain = key.columns().size() == 1;
            if (plain) {
                sql.run("DELETE FROM " + link.staged() + " AS a WHERE " + key.refers("a") + " AND "
                        + key.missing("a", parents.toArray(String[]::new)));
            }
        }
    }

    private Optional<StagedTable> of(TableName name) {
        return staged.stream().filter(table -> table.live().name().equals(name)).findFirst();
    }
}
