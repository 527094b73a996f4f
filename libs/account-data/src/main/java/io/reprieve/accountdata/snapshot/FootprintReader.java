package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.order.Footprint;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Measures an account from one snapshot. */
public final class FootprintReader {

    private static final Set<String> MOMENTS = Set.of("timestamp with time zone", "timestamp without time zone");

    private FootprintReader() {}

    public static Footprint read(AccountSnapshot account, String accountKey, List<ObjectVersion> objects)
            throws SQLException {
        Instant now = account.session().now();
        List<Footprint.TableSize> sizes = new ArrayList<>();
        Instant latest = objects.stream()
                .map(ObjectVersion::lastModified)
                .max(Comparator.naturalOrder())
                .orElse(null);
        for (Table table : account.ownership().insertOrder()) {
            Measured measured = measure(account, table);
            sizes.add(measured.size());
            if (measured.latest() != null
                    && (latest == null || measured.latest().isAfter(latest))) {
                latest = measured.latest();
            }
        }
        sizes.sort(Comparator.comparing(Footprint.TableSize::name));
        return new Footprint(
                accountKey,
                List.copyOf(sizes),
                objects.stream().filter(object -> !object.deleteMarker()).count(),
                objects.stream().mapToLong(ObjectVersion::size).sum(),
                latest,
                now);
    }

    private record Measured(Footprint.TableSize size, Instant latest) {}

    private static Measured measure(AccountSnapshot account, Table table) throws SQLException {
        TableShape shape = Shapes.rows(account.ownership(), table);
        String bytes = shape.columns().stream()
                .map(column -> "coalesce(pg_catalog.pg_column_size(" + SqlName.quote(column.name()) + "), 0)")
                .collect(Collectors.joining(" + "));
        String latest = shape.columns().stream()
                .filter(column -> !column.volatileColumn()
                        && MOMENTS.contains(column.type().replaceAll("\\(\\d\\)", "")))
                .map(column -> SqlName.quote(column.name()) + "::pg_catalog.timestamptz")
                .map(moment -> "max(" + moment + ") FILTER (WHERE " + moment
                        + " <= pg_catalog.now() AND pg_catalog.isfinite(" + moment + "))")
                .collect(Collectors.joining(", "));
        String newest = latest.isEmpty() ? "NULL::pg_catalog.timestamptz" : "GREATEST(" + latest + ")";
        String query = "SELECT pg_catalog.count(*), coalesce(pg_catalog.sum(" + bytes + "), 0), " + newest + " FROM "
                + account.rows().from(table);
        return account.session()
                .sql()
                .list(query, row -> {
                    OffsetDateTime moment = row.getObject(3, OffsetDateTime.class);
                    Footprint.TableSize size =
                            new Footprint.TableSize(table.name().sql(), row.getLong(1), row.getLong(2));
                    return new Measured(size, moment == null ? null : moment.toInstant());
                })
                .get(0);
    }
}
