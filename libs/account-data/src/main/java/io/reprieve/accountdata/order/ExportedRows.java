package io.reprieve.accountdata.order;

import io.reprieve.accountdata.order.ExportResult.TableExport;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The first half of an export: rows of one snapshot. Round-trips through Jackson, so that whoever dies afterwards goes on with the
 * objects.
 *
 * @param accounts keys of the account and of those that go along with it: whose objects follow
 * @param snapshotAt the database's clock when the snapshot was taken
 * @param tables per table, in export order
 * @param settings the session settings that fix the rows' canonical text
 * @param dataMapDigest the data map that was used
 * @param serverVersion the PostgreSQL version it came from
 */
public record ExportedRows(
        List<String> accounts,
        Instant snapshotAt,
        List<TableExport> tables,
        Map<String, String> settings,
        String dataMapDigest,
        String serverVersion) {}
