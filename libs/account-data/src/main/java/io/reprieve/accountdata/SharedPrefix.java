package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.List;

/** Looks for accounts whose objects would lie under another account's prefix. */
final class SharedPrefix {

    private static final int NAMED = 5;

    private SharedPrefix() {}

    /** A finding for each account, a few at most, whose prefix begins with this account's, or the other way round. */
    static List<Finding> find(Sql sql, DataMap map, String accountKey) throws SQLException {
        if (map.files().isEmpty() || !mayHoldSlashes(sql, map.postgres())) {
            return List.of();
        }
        S3Source files = map.files().get();
        String own;
        try {
            own = files.prefixOf(accountKey);
        } catch (IllegalArgumentException e) {
            return List.of(Finding.error("key-in-prefix", accountKey, e.getMessage()));
        }
        String ours = SqlText.literal(own);
        int at = files.prefix().indexOf("{key}");
        String key = "(" + SqlName.quote(map.postgres().rootKey()) + "::pg_catalog.text COLLATE \"C\")";
        String theirs = "(" + SqlText.literal(files.prefix().substring(0, at)) + " || " + key + " || "
                + SqlText.literal(files.prefix().substring(at + "{key}".length())) + ")";
        return sql
                .list(
                        "SELECT " + key + " FROM " + map.postgres().root() + " WHERE " + key + " <> "
                                + SqlText.literal(accountKey) + " AND (pg_catalog.starts_with(" + theirs + ", " + ours
                                + ") OR pg_catalog.starts_with(" + ours + ", " + theirs + ")) LIMIT " + NAMED,
                        row -> row.getString(1))
                .stream()
                .map(other -> Finding.error(
                        "prefix-shared",
                        accountKey,
                        "objects under " + own + " are also those of account " + other
                                + ": give one of the two another key, or objects a prefix of their own"))
                .toList();
    }

    /** @throws AccountRefused when there are any */
    static void refuse(Sql sql, DataMap map, String accountKey) throws SQLException {
        List<Finding> shared = find(sql, map, accountKey);
        if (!shared.isEmpty()) {
            throw new AccountRefused(shared);
        }
    }

    private static boolean mayHoldSlashes(Sql sql, PostgresSource source) throws SQLException {
        return sql.yes("SELECT t.typcategory <> 'N' AND t.oid <> 'pg_catalog.uuid'::pg_catalog.regtype"
                + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
                + " WHERE a.attrelid = " + SqlText.literal(source.root().sql()) + "::pg_catalog.regclass"
                + " AND a.attname = " + SqlText.literal(source.rootKey()));
    }
}
