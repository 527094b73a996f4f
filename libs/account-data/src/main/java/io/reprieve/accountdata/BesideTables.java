package io.reprieve.accountdata;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An archive's tables, made from their recorded shapes in a schema of their own: to look at, and to take pieces from. */
final class BesideTables {

    private static final int BUFFER = 1 << 16;

    private final Session session;
    private final Sql sql;
    private final ArchiveSource archive;
    private final String schema;

    /** @param schema quoted */
    BesideTables(Session session, ArchiveSource archive, String schema) {
        this.session = session;
        this.sql = session.sql();
        this.archive = archive;
        this.schema = schema;
    }

    VerifiedContent fill(DigestKey digestKey, String reader) throws SQLException {
        sql.run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        sql.run("CREATE SCHEMA " + schema);
        session.searchPath("pg_catalog, public");
        Function<String, String> types = new MirroredTypes(sql, schema).make(archive.tables());
        List<TableContent> contents = new ArrayList<>();
        List<TableContent> references = new ArrayList<>();
        for (Map.Entry<TableShape, String> table : names().entrySet()) {
            TableShape shape = table.getKey();
            make(shape, table.getValue(), types);
            String select = "SELECT " + SqlText.columns(Shapes.columnNames(shape)) + " FROM " + table.getValue();
            (shape.content() ? contents : references)
                    .add(CopyOutRows.digest(sql, select, digestKey, shape).content());
        }
        if (reader != null) {
            sql.run("GRANT USAGE ON SCHEMA " + schema + " TO " + SqlName.quote(reader));
            sql.run("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + SqlName.quote(reader));
        }
        contents.sort(Comparator.comparing(TableContent::name));
        return new VerifiedContent(ContentDigests.rows(contents), List.copyOf(contents), List.copyOf(references));
    }

    /** The tables' own names where each is one of its kind, or else with the schema they came from. */
    private Map<TableShape, String> names() {
        Map<TableShape, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (TableShape shape : archive.tables()) {
            List<String> parts = shape.kind() == TableShape.Kind.ROWS ? SqlName.split(shape.name()) : List.of();
            String own = parts.isEmpty() ? shape.name() : parts.get(parts.size() - 1);
            String name = taken.add(own) ? own : shape.name();
            taken.add(name);
            names.put(shape, schema + "." + SqlName.quote(name));
        }
        return names;
    }

    private void make(TableShape shape, String table, Function<String, String> types) throws SQLException {
        String columns = shape.columns().stream()
                .map(column -> SqlName.quote(column.name()) + " " + types.apply(column.type()))
                .collect(Collectors.joining(", "));
        sql.run("CREATE TABLE " + table + " (" + columns + ")");
        try (InputStream rows = new ReadAhead(archive.rows(shape))) {
            sql.copy().copyIn("COPY " + table + " FROM STDIN", rows, BUFFER);
        } catch (IOException e) {
            throw Staging.unreadable(shape, e);
        }
        if (!shape.key().isEmpty()) {
            sql.run("CREATE INDEX ON " + table + " (" + SqlText.columns(shape.key()) + ")");
        }
        sql.run("ANALYZE " + table);
    }
}
