package io.reprieve.backup.compare;

import io.reprieve.accountdata.compare.RowDifference.Verdict;
import io.reprieve.backup.archive.DataKey;
import io.reprieve.backup.archive.WrappedKey;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Opens what a comparison kept. */
@ApplicationScoped
class ReadComparison {

    private final ComparisonRows rows;
    private final BackupKeys keys;

    ReadComparison(ComparisonRows rows, BackupKeys keys) {
        this.rows = rows;
        this.keys = keys;
    }

    /**
     * Some rows of a part.
     *
     * @param rows as they are kept
     * @param opened the same, opened
     * @param next cursor of the next page; null on the last
     */
    record Opened<T>(List<ComparisonRows.Sealed> rows, List<T> opened, String next) {}

    static ComparisonResult result(BackupComparison comparison) {
        return comparison.result == null ? null : Json.parse(comparison.result, ComparisonResult.class);
    }

    <T> Opened<T> page(
            BackupComparison comparison, String part, Verdict verdict, String cursor, int limit, Class<T> type) {
        int from = Cursor.parse(cursor, 1)
                .map(c -> (int) Math.max(0, Math.min(c.number(0), Integer.MAX_VALUE)))
                .orElse(0);
        List<ComparisonRows.Sealed> found =
                rows.page(comparison, part, verdict == null ? null : verdict.name(), from, limit + 1);
        String next =
                found.size() > limit ? Cursor.of(found.get(limit).position()).encoded() : null;
        List<ComparisonRows.Sealed> shown = found.subList(0, Math.min(limit, found.size()));
        RowSealing sealing = new RowSealing(key(comparison), comparison.bound(), keys.random());
        List<T> opened = shown.stream()
                .map(row -> Json.parse(sealing.open(row.sealed(), part, row.position()), type))
                .toList();
        return new Opened<>(shown, opened, next);
    }

    private DataKey key(BackupComparison comparison) {
        return keys.unwrap(Json.parse(comparison.sealingKey, WrappedKey.class), comparison.bound())
                .orElseThrow(() -> Problem.of(
                        409,
                        "key-unknown",
                        "The comparison cannot be read",
                        "The key it was kept under is not in the keyset any more. Compare again."));
    }
}
