package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.datamap.S3Source;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.List;

/** Looks for accounts whose objects would lie under another account's prefix. */
public final class SharedPrefix {

    private static final int NAMED = 5;

    private SharedPrefix() {}

    /**
     * A finding for each other account, a few at most, whose prefix begins with one of these accounts', or the other way
     * round. Only a slash in one of the two keys can make it so.
     */
    public static List<Finding> find(Sql sql, DataMap map, List<String> accountKeys) throws SQLException {
        if (map.files().isEmpty() || !mayHoldSlashes(sql, map.postgres())) {
            return List.of();
        }
        S3Source files = map.files().get();
        for (String accountKey : accountKeys) {
            try {
                files.prefixOf(accountKey);
            } catch (IllegalArgumentException e) {
                return List.of(Finding.error("key-in-prefix", accountKey, e.getMessage()));
            }
        }
        String ours = SqlText.array(accountKeys);
        int at = files.prefix().indexOf("{key}");
        String head = SqlText.literal(files.prefix().substring(0, at)) + " || ";
        String tail = " || " + SqlText.literal(files.prefix().substring(at + "{key}".length()));
        String key = SqlName.quote(map.postgres().rootKey()) + "::pg_catalog.text COLLATE \"C\"";
        return sql.list(
                "SELECT mine.key, theirs.key FROM pg_catalog.unnest(" + ours + ") AS mine (key) JOIN (SELECT " + key
                        + " AS key FROM " + map.postgres().root()
                        + ") AS theirs ON pg_catalog.strpos(theirs.key, '/') > 0"
                        + " AND theirs.key <> ALL (" + ours + ") AND pg_catalog.starts_with(" + head + "theirs.key"
                        + tail
                        + ", " + head + "mine.key" + tail + ") LIMIT " + NAMED,
                row -> Finding.error(
                        "prefix-shared",
                        row.getString(1),
                        "objects under " + files.prefixOf(row.getString(1)) + " are also those of account "
                                + row.getString(2)
                                + ": give one of the two another key, or objects a prefix of their own"));
    }

    /** @throws AccountRefused when there are any */
    public static void refuse(Sql sql, DataMap map, List<String> accountKeys) throws SQLException {
        List<Finding> shared = find(sql, map, accountKeys);
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
