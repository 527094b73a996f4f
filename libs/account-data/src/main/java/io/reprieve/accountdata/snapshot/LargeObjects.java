package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The large objects that an account's rows name, by columns of type {@code oid} that the data map declares, or of type
 * {@code lo}. They have no place of their own in any table, and are archived as one shape, a row a chunk.
 *
 * @param columns that name them
 */
public record LargeObjects(List<Holder> columns) {

    /** What their shape is called: the catalog that holds their pages. */
    public static final String NAME = "pg_catalog.pg_largeobject";

    /** Chunk -1 is the object itself, without bytes where a row names one that is not there. */
    public static final TableShape SHAPE = new TableShape(
            NAME,
            TableShape.Kind.LARGE_OBJECTS,
            List.of(
                    new ColumnShape("loid", "oid", false),
                    new ColumnShape("chunk", "integer", false),
                    new ColumnShape("bytes", "bytea", false),
                    new ColumnShape("owner", "text", true),
                    new ColumnShape("acl", "text", true)),
            List.of("loid", "chunk"),
            List.of());

    private static final int NAMED = 5;

    /** A column that names large objects. */
    public record Holder(Table table, Column column) {

        public ColumnName name() {
            return new ColumnName(table.name(), column.name());
        }
    }

    /** Those of the owned tables; empty where there is none. */
    public static Optional<LargeObjects> of(Ownership ownership) {
        List<Holder> holders = new ArrayList<>();
        for (Table table : ownership.insertOrder()) {
            for (Column column : table.columns()) {
                if (isHolder(ownership.source(), ownership.catalog(), table, column)) {
                    holders.add(new Holder(table, column));
                }
            }
        }
        return holders.isEmpty() ? Optional.empty() : Optional.of(new LargeObjects(List.copyOf(holders)));
    }

    public static boolean isHolder(PostgresSource source, Catalog catalog, Table table, Column column) {
        return catalog.types().isLargeObject(column.typeOid())
                || source.largeObjects().contains(new ColumnName(table.name(), column.name()))
                        && catalog.types().baseName(column.typeOid()).equals("oid");
    }

    /** What gives the chunks of the account's large objects. */
    public String select(AccountRows rows) {
        return select(rows, false);
    }

    /** As {@link #select}, but as they are now and not as they were when the transaction's snapshot was taken. */
    public String selectLatest(AccountRows rows) {
        return select(rows, true);
    }

    private String select(AccountRows rows, boolean latest) {
        return "SELECT o.loid, c.chunk, c.bytes, c.owner, c.acl FROM (" + named(rows)
                + ") AS o, LATERAL reprieve.large_object(o.loid, " + latest + ") AS c";
    }

    /** What removes them; gives how many there were. */
    public String unlink(AccountRows rows) {
        return "SELECT coalesce(pg_catalog.sum(reprieve.unlink_large_object(o.loid)), 0) FROM (" + named(rows)
                + ") AS o";
    }

    /** The object ids that the account's rows name, each once. */
    public String named(AccountRows rows) {
        return columns.stream()
                .map(holder -> "SELECT l.loid FROM (SELECT " + holder.column().sql() + "::pg_catalog.oid AS loid FROM "
                        + rows.from(holder.table()) + ") AS l WHERE l.loid <> 0::pg_catalog.oid")
                .collect(Collectors.joining(" UNION "));
    }

    /** Large objects of the account that rows of others name too: they cannot go with one account. */
    List<Finding> shared(Sql sql, AccountRows rows) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Holder holder : columns) {
            String column = "c." + holder.column().sql();
            List<String> others = sql.list(
                    "SELECT " + holder.table().rowName("c") + " || ' (large object ' || " + column + " || ')' FROM "
                            + holder.table().itself() + " AS c WHERE " + column + " IN (" + named(rows) + ") AND ("
                            + rows.predicate(holder.table(), "c") + ") IS NOT TRUE LIMIT " + NAMED,
                    row -> row.getString(1));
            if (!others.isEmpty()) {
                findings.add(Finding.error(
                        "large-object-shared",
                        holder.name(),
                        "rows of another account or of nobody name large objects that this account's rows name too ("
                                + String.join("; ", others)
                                + "): one large object cannot go with two accounts; give each its own copy"));
            }
        }
        return findings;
    }
}
