package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Leaves in the staged archive what was selected of it, with the rows that it refers to and that are not live. */
final class ChosenRows {

    private static final String CHOSEN = "pg_temp.reprieve_chosen";

    private final AccountSnapshot account;
    private final List<StagedTable> staged;
    private final Sql sql;

    ChosenRows(AccountSnapshot account, List<StagedTable> staged) {
        this.account = account;
        this.staged = staged;
        this.sql = account.session().sql();
    }

    /** @return what cannot be selected, and notes on what was pulled in */
    List<Finding> keepOnly(List<RestoreScope.Rows> wanted) throws SQLException {
        sql.run("CREATE TEMPORARY TABLE reprieve_chosen (live oid, at tid, pulled boolean, UNIQUE (live, at))"
                + " ON COMMIT DROP");
        List<Finding> findings = new ArrayList<>();
        for (RestoreScope.Rows rows : wanted) {
            choose(rows).ifPresent(findings::add);
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        long more;
        pullInRoot();
        do {
            more = 0;
            for (ForeignKey key : account.ownership().innerKeys()) {
                more += pullIn(key);
            }
        } while (more > 0);
        for (StagedTable table : staged) {
            long pulled = sql.number("SELECT pg_catalog.count(*) FROM " + CHOSEN + " WHERE pulled AND live = "
                    + table.live().oid());
            if (pulled > 0) {
                findings.add(Finding.note(
                        "rows-pulled-in",
                        table.shape().name(),
                        pulled + " rows come back as well, because selected ones refer to them and they are not live"));
            }
            sql.run("DELETE FROM " + table.staged() + " AS a WHERE NOT " + isChosen(table));
        }
        return findings;
    }

    private static String isChosen(StagedTable table) {
        return "EXISTS (SELECT FROM " + CHOSEN + " AS c WHERE c.live = "
                + table.live().oid() + " AND c.at = a.ctid)";
    }

    private Optional<Finding> choose(RestoreScope.Rows rows) throws SQLException {
        Optional<StagedTable> table = staged.stream()
                .filter(each -> each.shape().name().equals(rows.table()))
                .findFirst();
        if (table.isEmpty()) {
            return Optional.of(invalid(rows, "the archive has no such table of rows"));
        }
        List<String> conditions = new ArrayList<>(List.of("true"));
        for (RestoreScope.Condition condition : rows.where()) {
            Optional<ColumnShape> column = table.get().shape().columns().stream()
                    .filter(each -> each.name().equals(condition.column()))
                    .findFirst();
            if (column.isEmpty()) {
                return Optional.of(invalid(rows, "the archived table has no column " + condition.column()));
            }
            if (!condition.op().takes(condition.values().size())) {
                return Optional.of(invalid(rows, condition.op() + " does not take so many values"));
            }
            conditions.add(written(table.get(), condition));
        }
        String where = conditions.stream().collect(Collectors.joining(" AND "));
        Optional<SQLException> refusal = sql.attempt(() -> sql.run("INSERT INTO " + CHOSEN + " SELECT "
                + table.get().live().oid() + ", a.ctid, false FROM "
                + table.get().staged() + " AS a WHERE " + where
                + " ON CONFLICT DO NOTHING"));
        return refusal.map(cause -> invalid(rows, "its condition cannot be tried: " + Refusals.message(cause)));
    }

    private static String written(StagedTable table, RestoreScope.Condition condition) {
        String type = table.live().column(condition.column()).orElseThrow().type();
        String values = condition.values().stream()
                .map(value -> SqlText.literal(value) + "::" + type)
                .collect(Collectors.joining(", "));
        String compared = condition.op() == RestoreScope.Op.IN ? "(" + values + ")" : values;
        return "a." + SqlName.quote(condition.column()) + " " + condition.op().sql() + " " + compared;
    }

    private static Finding invalid(RestoreScope.Rows rows, String why) {
        return Finding.error("selection-invalid", rows.table(), why);
    }

    /** Rows that belong by declaration refer to nothing, and would be nobody's without their account. */
    private void pullInRoot() throws SQLException {
        Optional<StagedTable> root = of(account.ownership().root().name());
        if (root.isPresent() && sql.yes("SELECT EXISTS (SELECT FROM " + CHOSEN + ")")) {
            sql.run("INSERT INTO " + CHOSEN + " SELECT " + root.get().live().oid() + ", p.ctid, true FROM "
                    + root.get().staged() + " AS p WHERE NOT " + live(root.get()) + " ON CONFLICT DO NOTHING");
        }
    }

    private static String live(StagedTable table) {
        return table.keyless()
                ? "false"
                : "EXISTS (SELECT FROM " + table.live().itself() + " AS t WHERE " + table.sameKey("p", "t") + ")";
    }

    /** Archived rows that chosen ones refer to by this key and that are not live by their own. */
    private long pullIn(ForeignKey key) throws SQLException {
        Optional<StagedTable> child = of(key.from());
        Optional<StagedTable> parent = of(key.to());
        boolean can = child.isPresent()
                && parent.isPresent()
                && Shapes.columnNames(child.get().shape()).containsAll(key.columns())
                && Shapes.columnNames(parent.get().shape()).containsAll(key.references());
        if (!can) {
            return 0;
        }
        StagedTable to = parent.get();
        return sql.run("INSERT INTO " + CHOSEN + " SELECT " + to.live().oid() + ", p.ctid, true FROM " + to.staged()
                + " AS p WHERE EXISTS (SELECT FROM " + child.get().staged() + " AS a WHERE " + key.join("p", "a")
                + " AND " + isChosen(child.get()) + ") AND NOT " + live(to) + " ON CONFLICT DO NOTHING");
    }

    private Optional<StagedTable> of(TableName name) {
        return staged.stream().filter(table -> table.live().name().equals(name)).findFirst();
    }
}
