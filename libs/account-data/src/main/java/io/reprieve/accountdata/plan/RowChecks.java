package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.ArchivedRules;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds archived rows against what a live table demands of each row by itself: no nulls, and its checks. */
final class RowChecks {

    private static final int NAMED = 5;

    private static final String CHECKS = """
            SELECT coalesce(CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END, c.oid)::oid AS root, k.conname, {definition} AS definition,
                   pg_get_expr(k.conbin, k.conrelid) AS condition,
                   CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END AS within
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
             WHERE k.contype = 'c' AND (k.coninhcount = 0 OR NOT c.relispartition) AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
               AND coalesce(CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END, c.oid) IN (""";

    /**
     * @param definition as an archive keeps it
     * @param subject the constraint or column
     * @param rule what to report it as
     * @param broken the condition on a row, over plain column names, that must not hold
     * @param cure what to do about it
     */
    record Demand(String definition, String subject, String rule, String broken, String cure) {}

    private RowChecks() {}

    /** Per table, by its object id, the checks of the table and of its partitions. */
    static Map<Long, List<Demand>> read(Sql sql, List<Table> tables) throws SQLException {
        String oids = tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
        return sql.qualified(
                () -> sql.grouped(CHECKS.replace("{definition}", ArchivedRules.CONSTRAINT) + oids + ")", row -> {
                    String within = row.getString("within");
                    String broken = "(" + row.getString("condition") + ") IS FALSE";
                    return new Demand(
                            row.getString("definition"),
                            SqlName.quote(row.getString("conname")),
                            "check-broken",
                            within == null ? broken : "(" + within + ") AND " + broken,
                            "drop the check for the restore, or make it NOT VALID after it");
                }));
    }

    /** Columns that are archived and take no nulls. */
    private static List<Demand> notNulls(StagedTable table) {
        List<String> archived = Shapes.columnNames(table.shape());
        return table.live().columns().stream()
                .filter(column -> column.notNull() && archived.contains(column.name()))
                .map(column -> new Demand(
                        "NOT NULL " + column.name(),
                        column.sql(),
                        "null-not-taken",
                        column.sql() + " IS NULL",
                        "ALTER TABLE " + table.live().name() + " ALTER COLUMN " + column.sql()
                                + " DROP NOT NULL for the restore"))
                .toList();
    }

    static List<Finding> findings(Sql sql, StagedTable table, RowMaking making, List<Demand> checks)
            throws SQLException {
        List<Demand> demands = new ArrayList<>(notNulls(table));
        demands.addAll(checks);
        demands.removeIf(demand -> table.shape().rules().contains(demand.definition()));
        if (demands.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Optional<SQLException> refusal = sql.attempt(() -> findings.addAll(together(sql, table, making, demands)));
        if (refusal.isPresent()) {
            for (Demand demand : demands) {
                Optional<SQLException> one =
                        sql.attempt(() -> findings.addAll(together(sql, table, making, List.of(demand))));
                one.ifPresent(cause -> findings.add(Finding.note(
                        "not-foreseen",
                        demand.subject() + " of " + table.shape().name(),
                        "could not be tried on archived rows (" + Refusals.message(cause)
                                + "): the insert itself is held to it")));
            }
        }
        return findings;
    }

    /** One reading of the rows for all demands; a second for those that some row breaks. */
    private static List<Finding> together(Sql sql, StagedTable table, RowMaking making, List<Demand> demands)
            throws SQLException {
        String rows = making.rows(table);
        String each = demands.stream()
                .map(demand -> "pg_catalog.bool_or(" + demand.broken() + ")")
                .collect(Collectors.joining(", "));
        List<Integer> broken = new ArrayList<>();
        sql.each("SELECT " + each + " FROM " + rows, row -> {
            for (int at = 0; at < demands.size(); at++) {
                if (row.getBoolean(at + 1)) {
                    broken.add(at);
                }
            }
        });
        List<Finding> findings = new ArrayList<>();
        for (int at : broken) {
            Demand demand = demands.get(at);
            List<String> named = sql.list(
                    "SELECT " + table.rowName("r") + " FROM " + rows + " WHERE " + demand.broken()
                            + " ORDER BY 1 LIMIT " + NAMED,
                    row -> row.getString(1));
            findings.add(Finding.error(
                    demand.rule(),
                    demand.subject() + " of " + table.shape().name(),
                    "is broken by archived rows (" + String.join("; ", named) + "): " + demand.cure()));
        }
        return findings;
    }
}
