package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Leaves in tables that hold an archive what was selected of it, with the rows that it refers to and that are not there already. */
public final class ChosenRows {

    private static final String CHOSEN = "pg_temp.reprieve_chosen";

    private final Sql sql;
    private final List<Held> tables;
    private final List<Reference> references;

    /**
     * A table that holds archived rows.
     *
     * @param shape as archived
     * @param name the table
     * @param typeOf gives the type of a column as the table has it
     * @param there SQL on the row {@code p}: whether it is there already, and need not come along
     */
    public record Held(TableShape shape, String name, Function<ColumnShape, String> typeOf, String there) {}

    /**
     * Rows that refer to rows.
     *
     * @param from whose rows refer
     * @param to whose rows are referred to
     * @param join SQL on the rows {@code p}, referred to, and {@code a}
     */
    public record Reference(Held from, Held to, String join) {}

    public ChosenRows(Sql sql, List<Held> tables, List<Reference> references) {
        this.sql = sql;
        this.tables = tables;
        this.references = references;
    }

    /**
     * @param root whose rows come along with whatever is chosen; null for none
     * @return what cannot be selected, and notes on what was pulled in
     */
    public List<Finding> keepOnly(List<RestoreScope.Rows> wanted, Held root) throws SQLException {
        sql.run("CREATE TEMPORARY TABLE reprieve_chosen (held integer, at tid, pulled boolean, UNIQUE (held, at))"
                + " ON COMMIT DROP");
        List<Finding> findings = new ArrayList<>();
        for (RestoreScope.Rows rows : wanted) {
            choose(rows).ifPresent(findings::add);
        }
        if (!findings.isEmpty()) {
            return findings;
        }
        if (root != null && sql.yes("SELECT EXISTS (SELECT FROM " + CHOSEN + ")")) {
            pull(root, "true");
        }
        long more;
        do {
            more = 0;
            for (Reference reference : references) {
                more += pull(
                        reference.to(),
                        "EXISTS (SELECT FROM " + reference.from().name() + " AS a WHERE " + reference.join() + " AND "
                                + isChosen(reference.from()) + ")");
            }
        } while (more > 0);
        for (Held table : tables) {
            pulledIn(table).ifPresent(findings::add);
            sql.run("DELETE FROM " + table.name() + " AS a WHERE NOT " + isChosen(table));
        }
        sql.run("DROP TABLE " + CHOSEN);
        return findings;
    }

    private Optional<Finding> choose(RestoreScope.Rows rows) throws SQLException {
        Optional<Held> table = tables.stream()
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
            conditions.add(written(condition, table.get().typeOf().apply(column.get())));
        }
        Optional<SQLException> refusal = sql.attempt(() -> sql.run("INSERT INTO " + CHOSEN + " SELECT "
                + number(table.get()) + ", a.ctid, false FROM " + table.get().name() + " AS a WHERE "
                + String.join(" AND ", conditions) + " ON CONFLICT DO NOTHING"));
        return refusal.map(cause -> invalid(rows, "its condition cannot be tried: " + Refusals.message(cause)));
    }

    private static String written(RestoreScope.Condition condition, String type) {
        String values = condition.values().stream()
                .map(value -> SqlText.literal(value) + "::" + type)
                .collect(Collectors.joining(", "));
        String compared = condition.op() == RestoreScope.Op.IN ? "(" + values + ")" : values;
        return "a." + SqlName.quote(condition.column()) + " " + condition.op().sql() + " " + compared;
    }

    private static Finding invalid(RestoreScope.Rows rows, String why) {
        return Finding.error("selection-invalid", rows.table(), why);
    }

    private long pull(Held table, String which) throws SQLException {
        return sql.run("INSERT INTO " + CHOSEN + " SELECT " + number(table) + ", p.ctid, true FROM " + table.name()
                + " AS p WHERE " + which + " AND NOT " + table.there() + " ON CONFLICT DO NOTHING");
    }

    private Optional<Finding> pulledIn(Held table) throws SQLException {
        long pulled =
                sql.number("SELECT pg_catalog.count(*) FROM " + CHOSEN + " WHERE pulled AND held = " + number(table));
        return pulled == 0
                ? Optional.empty()
                : Optional.of(Finding.note(
                        "rows-pulled-in",
                        table.shape().name(),
                        pulled + " rows come along, because selected ones refer to them"));
    }

    private String isChosen(Held table) {
        return "EXISTS (SELECT FROM " + CHOSEN + " AS c WHERE c.held = " + number(table) + " AND c.at = a.ctid)";
    }

    private int number(Held table) {
        return tables.indexOf(table);
    }
}
