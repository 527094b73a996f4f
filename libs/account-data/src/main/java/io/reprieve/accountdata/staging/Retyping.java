package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column of another type than it was archived with. The archived text is cast as {@code ALTER TABLE} would cast it, and
 * is taken when it comes back from there as it was.
 *
 * @param column the column
 * @param was its type in the archive
 * @param is its live type
 * @param known whether the database still has the archived type
 */
record Retyping(String column, String was, String is, boolean known) {

    private static final int NAMED = 5;
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
            Set.of("character varying", "character", "text", "citext", "name"),
            Set.of("bit", "bit varying"));

    static Retyping of(Sql sql, ColumnShape archived, Column live) throws SQLException {
        // A type of the same name that has changed inside is not the archived one: then only the text itself counts.
        boolean known = !archived.type().equals(live.type())
                && sql.yes("SELECT pg_catalog.to_regtype(" + SqlText.literal(archived.type()) + ") IS NOT NULL");
        return new Retyping(archived.name(), archived.type(), live.type(), known);
    }

    /** The archived text {@code value} as a value of the live type. */
    String value(String value) {
        return known ? value + "::" + was + "::" + is : value + "::" + is;
    }

    /** The live value as it was archived. */
    String archived(String value) {
        return known ? value + "::" + was : value;
    }

    /** Whether the live type takes the text and gives it back; an error as well when it does not. */
    private String fits(String value) {
        String cast = "(" + value(value) + ")";
        String back = "pg_catalog.format('%s', " + archived(cast) + ") = " + value;
        String same = "pg_catalog.format('%s', " + cast + ") = " + value;
        String taken = !known ? same : sameFamily() ? back : back + " AND " + same;
        return "CASE WHEN " + value + " IS NULL THEN " + cast + " IS NULL ELSE " + taken + " END";
    }

    private boolean sameFamily() {
        String one = plain(was);
        String other = plain(is);
        return one.equals(other)
                || FAMILIES.stream().anyMatch(family -> family.contains(one) && family.contains(other));
    }

    /** Without modifiers and, for an extension's, without schema. */
    private static String plain(String type) {
        String plain = type.replaceAll("\\([^)]*\\)", "");
        return plain.endsWith(".citext") ? "citext" : plain;
    }

    /** An error when some value does not fit; a note when the type is another and all do. */
    Optional<Finding> findings(Sql sql, TableShape shape, String table) throws SQLException {
        String subject = shape.name() + "." + SqlName.quote(column);
        String types = was.equals(is)
                ? "is of type " + is + ", which takes other values now"
                : "was " + was + " and is " + is + " now";
        String text = "a." + SqlName.quote(column);
        List<String> misfits = new ArrayList<>();
        Optional<SQLException> refusal = sql.attempt(() -> misfits.addAll(named(sql, shape, table, fits(text))));
        if (refusal.isPresent() && Refusals.byRule(refusal.get())) {
            refusal = sql.attempt(() -> misfits.addAll(oneByOne(sql, shape, table)));
        }
        if (refusal.isEmpty() && misfits.isEmpty()) {
            return was.equals(is)
                    ? Optional.empty()
                    : Optional.of(Finding.note(
                            "column-retyped",
                            subject,
                            types + ": every archived value was cast and comes back as it was"));
        }
        String why = refusal.map(cause -> "archived values cannot be cast (" + Refusals.message(cause) + ")")
                .orElseGet(() -> "archived values do not come through the cast as they were ("
                        + String.join("; ", misfits) + ")");
        return Optional.of(Finding.error(
                "column-retyped",
                subject,
                types + ", and " + why + ": make the column take them for the restore (ALTER TABLE … ALTER COLUMN "
                        + SqlName.quote(column) + " TYPE " + was
                        + "), or restore into a column of that name and type and"
                        + " convert the values from there"));
    }

    private List<String> named(Sql sql, TableShape shape, String table, String fits) throws SQLException {
        String name = shape.key().isEmpty()
                ? "'a row without a key'"
                : shape.key().stream()
                        .map(key -> SqlText.literal(key + "=") + " || a." + SqlName.quote(key) + "::text")
                        .reduce((one, other) -> one + " || ', ' || " + other)
                        .orElseThrow();
        return sql.list(
                "SELECT " + name + " FROM " + table + " AS a WHERE (" + fits + ") IS NOT TRUE ORDER BY 1 LIMIT "
                        + NAMED,
                row -> row.getString(1));
    }

    /** The cast fails for some: a function that catches it tells for which. */
    private List<String> oneByOne(Sql sql, TableShape shape, String table) throws SQLException {
        sql.run(
                "CREATE OR REPLACE FUNCTION pg_temp.reprieve_fits(value text) RETURNS boolean LANGUAGE plpgsql AS $fits$ BEGIN"
                        + " RETURN " + fits("value")
                        + "; EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN RETURN false; END $fits$");
        return named(sql, shape, table, "pg_temp.reprieve_fits(a." + SqlName.quote(column) + ")");
    }
}
