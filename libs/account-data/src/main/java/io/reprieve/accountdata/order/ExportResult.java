package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an export wrote.
 *
 * @param snapshotAt the database's clock when the snapshot was taken
 * @param tables per table, in export order
 * @param objects every version and delete marker, by key, each key's from the oldest on
 * @param rowsDigest over all tables
 * @param objectsDigest over the objects' keys, sizes, hashes and metadata
 * @param contentDigest over both
 * @param objectVersionsDigest over key, version id and size
 * @param settings the session settings that fix the rows' canonical text
 * @param dataMapDigest the data map that was used
 * @param serverVersion the PostgreSQL version it came from
 */
public record ExportResult(
        Instant snapshotAt,
        List<TableExport> tables,
        List<ObjectEntry> objects,
        String rowsDigest,
        String objectsDigest,
        String contentDigest,
        String objectVersionsDigest,
        Map<String, String> settings,
        String dataMapDigest,
        String serverVersion) {

    /**
     * @param shape the table
     * @param rows rows written
     * @param bytes COPY text written
     * @param digest the table's digest
     */
    public record TableExport(TableShape shape, long rows, long bytes, String digest) {

        /** The part that is compared. */
        public TableContent content() {
            return new TableContent(shape.name(), rows, digest);
        }
    }

    /** What the account consists of: rows and links, not the shared rows that they refer to. */
    public List<TableContent> contents() {
        return contents(tables);
    }

    public static List<TableContent> contents(List<TableExport> tables) {
        return tables.stream()
                .filter(table -> table.shape().content())
                .map(TableExport::content)
                .toList();
    }

    public long objectBytes() {
        return objects.stream().mapToLong(ObjectEntry::size).sum();
    }
}
