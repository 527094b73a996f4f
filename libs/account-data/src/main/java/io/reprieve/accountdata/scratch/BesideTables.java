package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ReadAhead;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.plan.ChosenRows;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.Staging;
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
    private final DigestKey digestKey;
    private final String schema;
    private final Map<TableShape, String> names;

    /** @param schema quoted */
    BesideTables(Session session, ArchiveSource archive, DigestKey digestKey, String schema) {
        this.session = session;
        this.sql = session.sql();
        this.archive = archive;
        this.digestKey = digestKey;
        this.schema = schema;
        this.names = names();
    }

    /** @param selection what is wanted of it; null for all */
    BesideContent fill(RestoreScope.Selection selection) throws SQLException {
        sql.run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        sql.run("CREATE SCHEMA " + schema);
        session.searchPath("pg_catalog, public");
        Function<String, String> types = new MirroredTypes(sql, schema).make(archive.tables());
        for (TableShape shape : archive.tables()) {
            make(shape, types);
        }
        List<TableContent> whole = contents(true);
        VerifiedContent archived = new VerifiedContent(ContentDigests.rows(whole), whole, contents(false));
        List<Finding> findings = selection == null ? List.of() : choose(selection, types);
        showLargeObjects();
        return new BesideContent(archived, selection == null ? whole : contents(true), findings);
    }

    /** Over what lies there now. */
    String rowsDigest() throws SQLException {
        session.searchPath("pg_catalog, public");
        return ContentDigests.rows(contents(true));
    }

    void grant(String reader) throws SQLException {
        sql.run("GRANT USAGE ON SCHEMA " + schema + " TO " + SqlName.quote(reader));
        sql.run("GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO " + SqlName.quote(reader));
    }

    /** The tables' own names where each is one of its kind, or else with the schema they came from. */
    private Map<TableShape, String> names() {
        Map<TableShape, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>(Set.of(BesideLargeObjects.VIEW));
        for (TableShape shape : archive.tables()) {
            List<String> parts = shape.kind() == TableShape.Kind.ROWS ? SqlName.split(shape.name()) : List.of();
            String own = parts.isEmpty() ? shape.name() : parts.get(parts.size() - 1);
            String name = taken.add(own) ? own : shape.name();
            taken.add(name);
            names.put(shape, schema + "." + SqlName.quote(name));
        }
        return names;
    }

    private void make(TableShape shape, Function<String, String> types) throws SQLException {
        String table = names.get(shape);
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

    private List<TableContent> contents(boolean content) throws SQLException {
        List<TableContent> contents = new ArrayList<>();
        for (Map.Entry<TableShape, String> table : names.entrySet()) {
            TableShape shape = table.getKey();
            if (shape.content() == content) {
                String select = "SELECT " + SqlText.columns(Shapes.columnNames(shape)) + " FROM " + table.getValue();
                contents.add(CopyOutRows.digest(sql, select, digestKey, shape).content());
            }
        }
        contents.sort(Comparator.comparing(TableContent::name));
        return List.copyOf(contents);
    }

    private List<Finding> choose(RestoreScope.Selection selection, Function<String, String> types) throws SQLException {
        Map<String, ChosenRows.Held> held = new LinkedHashMap<>();
        of(TableShape.Kind.ROWS)
                .forEach(shape -> held.put(
                        shape.name(),
                        new ChosenRows.Held(shape, names.get(shape), column -> types.apply(column.type()), "false")));
        List<ChosenRows.Reference> references = new ArrayList<>();
        for (ChosenRows.Held from : held.values()) {
            for (ArchivedKey key : ArchivedKey.of(from.shape())) {
                ChosenRows.Held to = held.get(key.to().sql());
                if (to != null) {
                    references.add(new ChosenRows.Reference(from, to, key.join("p", "a")));
                }
            }
        }
        List<Finding> findings =
                new ChosenRows(sql, List.copyOf(held.values()), references).keepOnly(selection.tables(), null);
        for (TableShape shape : of(TableShape.Kind.LINK)) {
            sql.run("DELETE FROM " + names.get(shape));
        }
        for (TableShape shape : of(TableShape.Kind.LARGE_OBJECTS)) {
            new BesideLargeObjects(sql, names.get(shape)).keepOnlyNamedBy(held.values());
        }
        return findings;
    }

    private void showLargeObjects() throws SQLException {
        for (TableShape shape : of(TableShape.Kind.LARGE_OBJECTS)) {
            new BesideLargeObjects(sql, names.get(shape)).show(schema);
        }
    }

    private List<TableShape> of(TableShape.Kind kind) {
        return archive.tables().stream().filter(shape -> shape.kind() == kind).toList();
    }
}
