package io.reprieve.accountdata.staging;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.ReadAhead;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An archive's rows in temporary tables, which go with the transaction.
 *
 * @param shapes each archived table and the temporary table that holds its rows
 * @param retyped per archived table, the columns that are of another type today: how to have them as they were archived
 * @param reduced whether only what is to be inserted is left in it
 */
public record Staging(Map<TableShape, String> shapes, Map<TableShape, Map<String, String>> retyped, boolean reduced) {

    private static final int BUFFER = 1 << 16;

    /** All that was archived. */
    public Staging(Map<TableShape, String> shapes, Map<TableShape, Map<String, String>> retyped) {
        this(shapes, retyped, false);
    }

    /** The same, with only what is to be inserted left in its tables. */
    public Staging afterReduction() {
        return new Staging(shapes, retyped, true);
    }

    /** Loads the whole archive. */
    static Staging load(Sql sql, ArchiveSource archive) throws SQLException {
        return load(sql, archive, Function.identity());
    }

    /** @param typeNames gives the type to use for the one recorded */
    static Staging load(Sql sql, ArchiveSource archive, Function<String, String> typeNames) throws SQLException {
        return load(sql, archive, shape -> true, typeNames);
    }

    /** @param wanted which of its tables */
    public static Staging load(
            Sql sql, ArchiveSource archive, Predicate<TableShape> wanted, Function<String, String> typeNames)
            throws SQLException {
        Map<TableShape, String> shapes = new LinkedHashMap<>();
        List<TableShape> all = archive.tables();
        for (TableShape shape : all) {
            if (!wanted.test(shape)) {
                continue;
            }
            String table = "pg_temp.reprieve_archive_" + all.indexOf(shape);
            try (InputStream rows = new ReadAhead(archive.rows(shape))) {
                stage(sql, table, shape, typeNames, rows);
            } catch (IOException e) {
                throw unreadable(shape, e);
            }
            sql.run("ANALYZE " + table);
            shapes.put(shape, table);
        }
        return new Staging(Collections.unmodifiableMap(shapes), Map.of());
    }

    /** Makes one table, {@code pg_temp.} before its name, and copies rows into it. */
    public static void stage(
            Sql sql, String table, TableShape shape, Function<String, String> typeNames, InputStream rows)
            throws SQLException, IOException {
        String columns = shape.columns().stream()
                .map(column -> SqlName.quote(column.name()) + " " + typeNames.apply(column.type()))
                .collect(Collectors.joining(", "));
        sql.run("CREATE TEMPORARY TABLE " + table.substring("pg_temp.".length()) + " (" + columns + ") ON COMMIT DROP");
        sql.copy().copyIn("COPY " + table + " FROM STDIN", rows, BUFFER);
    }

    public static AccountDataException unreadable(TableShape shape, IOException e) {
        return new AccountDataException("the archive's " + shape.name() + " could not be read: " + e.getMessage(), e);
    }

    /** What gives the account's live rows as they were archived. */
    public String select(AccountSnapshot account, TableShape shape, Table live) {
        Map<String, String> asArchived = retyped.getOrDefault(shape, Map.of());
        return "SELECT "
                + shape.columns().stream()
                        .map(ColumnShape::name)
                        .map(column -> asArchived.getOrDefault(column, SqlName.quote(column)))
                        .collect(Collectors.joining(", "))
                + " FROM " + account.rows().from(live);
    }

    /** What gives the staged rows as they were archived. */
    public String select(TableShape shape) {
        Map<String, String> asArchived = retyped.getOrDefault(shape, Map.of());
        return "SELECT "
                + shape.columns().stream()
                        .map(ColumnShape::name)
                        .map(column -> asArchived.getOrDefault(column, SqlName.quote(column)))
                        .collect(Collectors.joining(", "))
                + " FROM " + table(shape);
    }

    public String table(TableShape shape) {
        return shapes.get(shape);
    }

    public List<TableShape> of(TableShape.Kind kind) {
        return shapes.keySet().stream().filter(shape -> shape.kind() == kind).toList();
    }
}
