package io.reprieve.backup.take;

import io.reprieve.backup.archive.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * One table of a backup, in short.
 *
 * @param ordinal its place in the manifest, which names it in paths
 * @param table qualified name
 * @param rows how many
 * @param bytes of its rows as text, unpacked
 * @param digest keyed digest of the rows
 */
public record TableSummary(int ordinal, String table, long rows, long bytes, String digest) {

    static List<TableSummary> of(Manifest manifest) {
        List<TableSummary> tables = new ArrayList<>();
        for (Manifest.TablePart t : manifest.tables()) {
            tables.add(new TableSummary(
                    tables.size(), t.shape().name(), t.rows(), t.part().plainSize(), t.digest()));
        }
        return tables;
    }
}
