package io.reprieve.accountdata.product;

import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Reads account keys as callers type them. */
public final class AccountKeys {

    /** invalid_text_representation, numeric_value_out_of_range, invalid_datetime_format, and a domain's check. */
    private static final Set<String> NOT_A_KEY = Set.of("22P02", "22003", "22007", "22008", "23514", "22021");

    private AccountKeys() {}

    /** The key as PostgreSQL prints it; empty when no such account is there, or the text is none of the key's type. */
    public static Optional<String> find(Sql sql, PostgresSource source, String typed) throws SQLException {
        if (typed.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        String key = SqlName.quote(source.rootKey());
        sql.run("SAVEPOINT key");
        try {
            return Optional.ofNullable(sql.text("SELECT " + key + "::text FROM " + source.root() + " WHERE " + key
                    + " = " + literal(sql, source, typed)));
        } catch (SQLException e) {
            if (NOT_A_KEY.contains(e.getSQLState())) {
                sql.run("ROLLBACK TO SAVEPOINT key");
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Those of these accounts that are there; any text may be asked for, at the price of reading every key. */
    public static Set<String> live(Sql sql, PostgresSource source, Collection<String> accountKeys) throws SQLException {
        String key = SqlName.quote(source.rootKey()) + "::pg_catalog.text COLLATE \"C\"";
        return Set.copyOf(sql.list(
                "SELECT " + key + " FROM " + source.root() + " WHERE " + key + " = ANY (" + SqlText.array(accountKeys)
                        + ")",
                row -> row.getString(1)));
    }

    /** Those of these keys, each as PostgreSQL printed it, whose account is there; looked up by the key's own index. */
    public static Set<String> known(Sql sql, PostgresSource source, Collection<String> accountKeys)
            throws SQLException {
        String key = SqlName.quote(source.rootKey());
        return Set.copyOf(sql.list(
                "SELECT " + key + "::pg_catalog.text FROM " + source.root() + " WHERE " + key + " = ANY ("
                        + SqlText.array(accountKeys) + "::" + type(sql, source) + "[])",
                row -> row.getString(1)));
    }

    /** The key as a typed literal. */
    static String literal(Sql sql, PostgresSource source, String accountKey) throws SQLException {
        return SqlText.literal(accountKey) + "::" + type(sql, source);
    }

    private static String type(Sql sql, PostgresSource source) throws SQLException {
        // The type is wanted with its schema, which format_type leaves out when that is on the search path.
        String type = sql.text("SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.format_type(t.oid, -1)"
                + " ELSE pg_catalog.format('%I.%I', n.nspname, t.typname) END"
                + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE a.attrelid = "
                + SqlText.literal(source.root().sql()) + "::pg_catalog.regclass AND a.attname = "
                + SqlText.literal(source.rootKey()));
        if (type == null) {
            throw new SQLException(source.root() + " has no column " + source.rootKey(), "42703");
        }
        return type;
    }
}
