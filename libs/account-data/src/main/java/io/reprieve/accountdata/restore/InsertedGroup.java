package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables in a circle, whose rows come back in one statement: PostgreSQL checks keys that cannot be deferred when a
 * statement ends.
 */
final class InsertedGroup {

    private InsertedGroup() {}

    /** Inserts what is not live yet, and says per table how many rows that were. */
    static List<Long> insert(Sql sql, List<StagedTable> group, boolean withVolatile) throws SQLException {
        if (group.size() == 1) {
            return List.of(sql.run(group.get(0).insert(withVolatile)));
        }
        String inserts = IntStream.range(0, group.size())
                .mapToObj(at -> "reprieve_back_" + at + " AS (" + group.get(at).insert(withVolatile) + " RETURNING 1)")
                .collect(Collectors.joining(", "));
        String counts = IntStream.range(0, group.size())
                .mapToObj(at -> "SELECT " + at + " AS at, pg_catalog.count(*) FROM reprieve_back_" + at)
                .collect(Collectors.joining(" UNION ALL "));
        return sql.list("WITH " + inserts + " " + counts + " ORDER BY at", row -> row.getLong(2));
    }
}
