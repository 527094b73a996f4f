package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.References;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.StagedTable;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds the shared rows that archived rows refer to against the live ones: still there, and still the same. */
final class SharedRows {

    private static final int NAMED = 5;

    private final AccountSnapshot account;
    private final Staging staging;
    private final Sql sql;

    SharedRows(AccountSnapshot account, Staging staging) {
        this.account = account;
        this.staging = staging;
        this.sql = account.session().sql();
    }

    /** What the archive knows of shared rows, held against them. */
    List<Finding> findings() throws SQLException {
        List<Finding> findings = new ArrayList<>();
        List<References> references = References.of(account.ownership());
        for (TableShape shape : staging.of(TableShape.Kind.REFERENCE)) {
            for (References live : references) {
                if (live.shape().name().equals(shape.name())) {
                    hold(shape, live, findings);
                }
            }
        }
        return findings;
    }

    /** Natural keys are the same by their types' equality, or by their text where a type has none. */
    private void hold(TableShape shape, References live, List<Finding> findings) throws SQLException {
        List<Finding> found = new ArrayList<>();
        Optional<SQLException> refusal = sql.attempt(() -> {
            gone(shape, live, "").ifPresent(found::add);
            changed(shape, live, "").ifPresent(found::add);
        });
        if (refusal.isPresent()) {
            found.clear();
            gone(shape, live, "::text").ifPresent(found::add);
            changed(shape, live, "::text").ifPresent(found::add);
        }
        findings.addAll(found);
    }

    /** For periods, and keys of which the archive knows no shared rows: each archived row has to find what it refers to. */
    List<Finding> unknown(StagedTable table) throws SQLException {
        List<String> known = staging.of(TableShape.Kind.REFERENCE).stream()
                .map(TableShape::name)
                .toList();
        List<String> columns = Shapes.columnNames(table.shape());
        List<Finding> findings = new ArrayList<>();
        for (References references : References.of(account.ownership())) {
            for (ForeignKey key : references.keys()) {
                // A period may be covered by other rows by now.
                boolean ask =
                        (key.period() || !known.contains(references.shape().name()))
                                && key.from().equals(table.live().name())
                                && columns.containsAll(key.columns());
                if (ask) {
                    gone(table, key).ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private Optional<Finding> gone(StagedTable table, ForeignKey key) throws SQLException {
        List<String> named = sql.list(
                "SELECT " + table.rowName("a") + " FROM " + table.staged() + " AS a WHERE " + key.refers("a") + " AND "
                        + key.missing("a", account.ownership().catalog().itself(key.to())) + " LIMIT " + NAMED,
                row -> row.getString(1));
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "reference-gone",
                        key,
                        "archived rows (" + String.join("; ", named) + ") refer to rows of " + key.to()
                                + " that are gone: bring those back first"));
    }

    private Optional<Finding> gone(TableShape shape, References live, String as) throws SQLException {
        if (live.keys().get(0).period()) {
            return Optional.empty();
        }
        List<String> named = named(
                shape,
                live,
                as,
                "NOT EXISTS (SELECT FROM " + live.table().itself() + " AS s WHERE " + same(live) + ")");
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "reference-gone",
                        shape.name(),
                        "archived rows refer to shared rows that are gone: " + String.join("; ", named)
                                + ": bring them back under these keys first"));
    }

    private Optional<Finding> changed(TableShape shape, References live, String as) throws SQLException {
        List<String> identity = identity(shape, live);
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        String differs = identity.stream()
                .map(SqlName::quote)
                .map(column -> "s." + column + as + " IS DISTINCT FROM a." + column + as)
                .collect(Collectors.joining(" OR "));
        List<String> named = named(
                shape,
                live,
                as,
                "EXISTS (SELECT FROM " + live.table().itself() + " AS s WHERE " + same(live) + " AND (" + differs
                        + "))");
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "reference-changed",
                        shape.name(),
                        "shared rows that archived rows refer to are there under their keys, but differ in "
                                + SqlText.columns(identity) + ": " + String.join("; ", named)
                                + ": if they are the same rows all the same, list the table in the data map with"
                                + " identity: [], else settle it in the product"));
    }

    /** The archived natural key, as far as today's map goes by it and the live table still has it. */
    private List<String> identity(TableShape shape, References live) {
        boolean declared = account.ownership()
                .source()
                .identities()
                .containsKey(live.table().name());
        Set<String> key = Set.copyOf(shape.key());
        return Shapes.columnNames(shape).stream()
                .filter(column -> !key.contains(column))
                .filter(column -> live.table().column(column).isPresent())
                .filter(column -> !declared || live.identity().contains(column))
                .toList();
    }

    /** Names the archived shared rows of which the condition holds, and where the same natural key lives now. */
    private List<String> named(TableShape shape, References live, String as, String condition) throws SQLException {
        List<String> identity = identity(shape, live);
        String now = identity.isEmpty()
                ? "NULL"
                : "(SELECT " + keyText(shape, "n") + " FROM " + live.table().itself() + " AS n WHERE "
                        + identity.stream()
                                .map(SqlName::quote)
                                .map(column -> "n." + column + as + " = a." + column + as)
                                .collect(Collectors.joining(" AND "))
                        + " LIMIT 1)";
        return sql.list(
                "SELECT " + keyText(shape, "a") + ", " + now + " FROM " + staging.table(shape) + " AS a WHERE "
                        + condition + " ORDER BY 1 LIMIT " + NAMED,
                row -> row.getString(1)
                        + (row.getString(2) == null ? "" : " (what it was lives under " + row.getString(2) + " now)"));
    }

    private static String keyText(TableShape shape, String alias) {
        return shape.key().stream()
                .map(column -> SqlText.literal(column + "=") + " || " + alias + "." + SqlName.quote(column) + "::text")
                .collect(Collectors.joining(" || ', ' || "));
    }

    private static String same(References live) {
        ForeignKey key = live.keys().get(0);
        return IntStream.range(0, key.references().size())
                .mapToObj(at -> {
                    String column = SqlName.quote(key.references().get(at));
                    return "s." + column + " " + key.operators().get(at) + " a." + column;
                })
                .collect(Collectors.joining(" AND "));
    }
}
