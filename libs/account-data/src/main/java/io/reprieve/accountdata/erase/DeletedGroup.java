package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.ownership.ReachedRows;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables whose rows go in one statement: one table mostly, or several in a circle, since PostgreSQL checks keys that cannot
 * be deferred when a statement ends. The statement gives back where each row lay that it deleted.
 */
final class DeletedGroup {

    private final List<Table> tables;
    private final ReachedRows.Scope scope;
    private final DeletedKeys keys;

    /** @param keys takes the keys that are to be kept */
    DeletedGroup(AccountSnapshot account, List<Table> tables, DeletedKeys keys) {
        this.tables = tables;
        this.scope = account.rows().scope(tables.stream().map(Table::name).toList());
        this.keys = keys;
    }

    /** Deletes the account's rows of all tables; gives per table how many they were, and the digest of their places. */
    List<TableContent> delete(Sql sql, DigestKey key) throws SQLException {
        List<PlaceDigest> places =
                tables.stream().map(table -> new PlaceDigest(key, table)).toList();
        try {
            if (tables.size() == 1) {
                CopyOutRows.each(sql, statement(), line -> places.get(0).add(line, 0));
            } else {
                CopyOutRows.each(sql, statement(), line -> {
                    int end = numberEnd(line);
                    int table = Integer.parseInt(new String(line, 0, end, StandardCharsets.US_ASCII));
                    places.get(table).add(line, end + 1);
                });
            }
        } catch (IOException e) {
            throw new IllegalStateException("digesting writes nowhere", e);
        }
        return places.stream().map(PlaceDigest::content).toList();
    }

    private static int numberEnd(byte[] line) {
        int at = 0;
        while (line[at] != '\t') {
            at++;
        }
        return at;
    }

    /** For several tables the table's number comes first. */
    private String statement() {
        if (tables.size() == 1 && kept(0) == null) {
            return scope.with() + delete(0, List.of());
        }
        List<String> parts = new ArrayList<>(scope.definitions());
        for (int at = 0; at < tables.size(); at++) {
            DeletedKeys.Kept kept = kept(at);
            parts.add("reprieve_gone_" + at + " (t, c" + columns(kept, ", reprieve_key_") + ") AS ("
                    + delete(at, kept == null ? List.of() : kept.columns()) + ")");
            if (kept != null) {
                parts.add("reprieve_kept_" + at + " AS (INSERT INTO " + kept.table() + " ("
                        + SqlText.columns(kept.columns()) + ") SELECT "
                        + columns(kept, ", reprieve_key_").substring(2) + " FROM reprieve_gone_" + at + ")");
            }
        }
        String gone = IntStream.range(0, tables.size())
                .mapToObj(at -> "SELECT " + (tables.size() == 1 ? "" : at + ", ") + "t, c FROM reprieve_gone_" + at)
                .collect(Collectors.joining(" UNION ALL "));
        return "WITH RECURSIVE " + String.join(", ", parts) + " " + gone;
    }

    private DeletedKeys.Kept kept(int table) {
        return keys.kept().get(tables.get(table).name());
    }

    private static String columns(DeletedKeys.Kept kept, String each) {
        return kept == null
                ? ""
                : IntStream.range(0, kept.columns().size())
                        .mapToObj(at -> each + at)
                        .collect(Collectors.joining());
    }

    private String delete(int table, List<String> more) {
        return "DELETE FROM " + scope.rows().from(tables.get(table)) + " RETURNING " + PlaceDigest.COLUMNS
                + (more.isEmpty() ? "" : ", " + SqlText.columns(more));
    }
}
