package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ReadAhead;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads an archive into temporary tables of the live tables' types. Columns that are of another type by now are loaded as
 * text first, and cast only when every archived value comes back from the cast as it was.
 */
public final class ArchiveLoader {

    private static final int BUFFER = 1 << 16;

    private final AccountSnapshot account;
    private final ArchiveSource archive;
    private final Sql sql;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<TableShape, String> tables = new LinkedHashMap<>();
    private final Map<TableShape, Map<String, String>> retyped = new HashMap<>();
    private int made;

    public ArchiveLoader(AccountSnapshot account, ArchiveSource archive) {
        this.account = account;
        this.archive = archive;
        this.sql = account.session().sql();
    }

    /** Loads what is archived in these shapes, as far as the live database has a place for it. */
    public Staging load(List<TableShape> shapes) throws SQLException {
        for (TableShape shape : shapes) {
            Optional<Table> live = LiveTables.of(account.ownership(), shape);
            if (live.isPresent()) {
                load(shape, live.get());
            } else if (shape.kind() == TableShape.Kind.LARGE_OBJECTS) {
                loadAsArchived(shape);
            }
        }
        return new Staging(Collections.unmodifiableMap(tables), Map.copyOf(retyped));
    }

    /** Whether any archived row has a column that is of another type by now. */
    public boolean otherTypes() {
        return archive.tables().stream()
                .filter(shape -> shape.kind() == TableShape.Kind.ROWS)
                .anyMatch(shape -> LiveTables.of(account.ownership(), shape)
                        .map(live -> !otherTypes(shape, live).isEmpty())
                        .orElse(true));
    }

    /** What could not be cast, and notes on what was. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void load(TableShape shape, Table live) throws SQLException {
        Set<String> asText = new HashSet<>(otherTypes(shape, live));
        String table = make(shape, live, asText);
        Optional<SQLException> refusal = sql.attempt(() -> copy(shape, table));
        if (refusal.isPresent()) {
            // Some value is not one of its type any more (a domain's check, an enum's label): find out which.
            if (!Refusals.byRule(refusal.get())) {
                throw refusal.get();
            }
            shape.columns().forEach(column -> asText.add(column.name()));
            sql.run("DROP TABLE " + table);
            String anew = make(shape, live, asText);
            copy(shape, anew);
            tables.put(shape, cast(shape, live, anew, asText));
        } else {
            tables.put(shape, asText.isEmpty() ? table : cast(shape, live, table, asText));
        }
        sql.run("ANALYZE " + tables.get(shape));
    }

    /** What no table of the product's holds. */
    private void loadAsArchived(TableShape shape) throws SQLException {
        String name = "reprieve_loaded_" + made++;
        sql.run("CREATE TEMPORARY TABLE " + name + " ("
                + shape.columns().stream()
                        .map(column -> SqlName.quote(column.name()) + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ") ON COMMIT DROP");
        tables.put(shape, "pg_temp." + name);
        copy(shape, tables.get(shape));
        sql.run("ANALYZE " + tables.get(shape));
    }

    private List<String> otherTypes(TableShape shape, Table live) {
        ChangedTypes types = ChangedTypes.of(
                shape.types(),
                account.ownership()
                        .catalog()
                        .types()
                        .shapes(live.columns().stream().map(Column::typeOid).toList()));
        return shape.columns().stream()
                .filter(column ->
                        !live.column(column.name()).orElseThrow().type().equals(column.type())
                                || types.changed(column.type()))
                .map(ColumnShape::name)
                .toList();
    }

    /** Made from the live columns, for their types and collations. */
    private String make(TableShape shape, Table live, Set<String> asText) throws SQLException {
        String name = "reprieve_loaded_" + made++;
        String columns = shape.columns().stream()
                .map(column -> {
                    String quoted = SqlName.quote(column.name());
                    return asText.contains(column.name()) ? "NULL::pg_catalog.text AS " + quoted : quoted;
                })
                .collect(Collectors.joining(", "));
        sql.run("CREATE TEMPORARY TABLE " + name + " ON COMMIT DROP AS SELECT " + columns + " FROM " + live.name()
                + " WITH NO DATA");
        return "pg_temp." + name;
    }

    private void copy(TableShape shape, String table) throws SQLException {
        try (InputStream rows = new ReadAhead(archive.rows(shape))) {
            sql.copy().copyIn("COPY " + table + " FROM STDIN", rows, BUFFER);
        } catch (IOException e) {
            throw new AccountDataException(
                    "the archive's " + shape.name() + " could not be read: " + e.getMessage(), e);
        }
    }

    /** The same rows in a table of the live types; the table as it is when some value is not taken. */
    private String cast(TableShape shape, Table live, String table, Set<String> asText) throws SQLException {
        Map<String, Retyping> retypings = new LinkedHashMap<>();
        boolean all = true;
        for (ColumnShape column : shape.columns()) {
            if (asText.contains(column.name())) {
                Retyping retyping =
                        Retyping.of(sql, column, live.column(column.name()).orElseThrow());
                retypings.put(column.name(), retyping);
                Optional<Finding> finding = retyping.findings(sql, shape, table);
                finding.ifPresent(findings::add);
                all &= finding.filter(found -> found.severity() == Finding.Severity.ERROR)
                        .isEmpty();
            }
        }
        if (!all) {
            return table;
        }
        String typed = make(shape, live, Set.of());
        String values = shape.columns().stream()
                .map(column -> retypings.containsKey(column.name())
                        ? retypings.get(column.name()).value("a." + SqlName.quote(column.name()))
                        : "a." + SqlName.quote(column.name()))
                .collect(Collectors.joining(", "));
        sql.run("INSERT INTO " + typed + " SELECT " + values + " FROM " + table + " AS a");
        sql.run("DROP TABLE " + table);
        Map<String, String> asArchived = new HashMap<>();
        retypings.forEach((column, retyping) -> asArchived.put(column, retyping.archived(SqlName.quote(column))));
        retyped.put(shape, Map.copyOf(asArchived));
        return typed;
    }
}
