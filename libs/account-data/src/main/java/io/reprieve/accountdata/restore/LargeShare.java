package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * How to read an account's rows that came in a moment ago. PostgreSQL has no statistics of them yet, takes the account for a
 * small one, and goes from row to row through indexes; where the account is a large part of its tables, reading those as
 * wholes is cheaper.
 *
 * @param large whether it is
 */
record LargeShare(Sql sql, boolean large) {

    /** A row met in passing costs about an eighth of one that is fetched by an index. */
    private static final int WORTH = 8;

    /** Reads something. */
    interface Reading<T> {
        T read() throws SQLException;
    }

    /** @param rows that came in */
    static LargeShare of(AccountSnapshot account, long rows) throws SQLException {
        Sql sql = account.session().sql();
        return new LargeShare(sql, rows * WORTH >= allRows(sql, account.ownership()));
    }

    /** Rows of all accounts, as PostgreSQL last counted them. */
    private static long allRows(Sql sql, Ownership ownership) throws SQLException {
        String oids = ownership.insertOrder().stream()
                .map(table -> String.valueOf(table.oid()))
                .collect(Collectors.joining(", "));
        return sql.number("SELECT coalesce(pg_catalog.sum(c.reltuples), 0)::bigint FROM pg_catalog.pg_class c WHERE"
                + " c.reltuples > 0 AND c.relkind = 'r'"
                + " AND coalesce(pg_catalog.pg_partition_root(c.oid)::oid, c.oid) IN (" + oids + ")");
    }

    /** For what reads owned tables alone: a shared one may be of any size. */
    <T> T reading(Reading<T> reading) throws SQLException {
        if (!large) {
            return reading.read();
        }
        sql.run("SET LOCAL enable_nestloop = off");
        T read = reading.read();
        sql.run("SET LOCAL enable_nestloop = on");
        return read;
    }
}
