package io.reprieve.accountdata;

import io.reprieve.accountdata.ExportResult.TableExport;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Streams one account out: rows from one snapshot, then objects. */
final class Export {

    private static final int REPORT_EVERY = 10_000;

    private final DataMap map;
    private final DataSource product;
    private final AccountObjects objects;

    Export(DataMap map, DataSource product, AccountObjects objects) {
        this.map = map;
        this.product = product;
        this.objects = objects;
    }

    ExportResult run(String accountKey, DigestKey digestKey, ExportSink sink, Progress progress) {
        List<TableExport> tables = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>(Session.SETTINGS);
        Instant snapshotAt;
        String serverVersion;
        try (Session session = Session.reading(product)) {
            snapshotAt = session.now();
            AccountSnapshot account = AccountSnapshot.of(session, map, accountKey);
            account.refuseEdges();
            settings.put("search_path", account.ownership().searchPath());
            settings.put("client_encoding", "UTF8");
            serverVersion = account.ownership().catalog().serverVersion();
            Copying copying = new Copying(session.sql(), digestKey, sink, progress);
            for (Table table : account.ownership().insertOrder()) {
                TableShape shape = Shapes.rows(account.ownership(), table);
                tables.add(copying.copy(shape, account.select(shape, table)));
            }
            for (Links links : Links.of(account.ownership())) {
                tables.add(copying.copy(links.shape(), links.select(account.rows(), account.ownership())));
            }
            Optional<LargeObjects> largeObjects = LargeObjects.of(account.ownership());
            if (largeObjects.isPresent()) {
                tables.add(copying.copy(LargeObjects.SHAPE, largeObjects.get().select(account.rows())));
            }
            for (References references : References.of(account.ownership())) {
                String select = references.select(account.rows(), account.ownership());
                tables.add(copying.copy(references.shape(), select));
            }
        } catch (SQLException e) {
            throw Refusals.failure("the export", e);
        } catch (IOException e) {
            throw new AccountDataException("the export could not be written: " + e.getMessage(), e);
        }
        List<ObjectVersion> versions = objects.list(accountKey);
        List<ObjectEntry> entries = new ArrayList<>();
        for (ObjectVersion version : versions) {
            entries.add(objects.copyOut(version, sink));
            progress.report(entries.size(), "objects");
        }
        String rowsDigest = ContentDigests.rows(ExportResult.contents(tables));
        String objectsDigest = ContentDigests.objects(entries);
        return new ExportResult(
                snapshotAt,
                List.copyOf(tables),
                List.copyOf(entries),
                rowsDigest,
                objectsDigest,
                ContentDigests.content(rowsDigest, objectsDigest),
                ContentDigests.objectVersions(versions),
                Collections.unmodifiableMap(settings),
                map.digest(),
                serverVersion);
    }

    private static final class Copying {
        private final Sql sql;
        private final DigestKey digestKey;
        private final ExportSink sink;
        private final Progress progress;
        private long rows;

        Copying(Sql sql, DigestKey digestKey, ExportSink sink, Progress progress) {
            this.sql = sql;
            this.digestKey = digestKey;
            this.sink = sink;
            this.progress = progress;
        }

        TableExport copy(TableShape shape, String query) throws SQLException, IOException {
            RowDigest digest = new RowDigest(digestKey, shape);
            try (OutputStream out = sink.table(shape)) {
                CopyOutRows.each(sql, query, line -> {
                    digest.add(line);
                    out.write(line);
                    if (++rows % REPORT_EVERY == 0) {
                        progress.report(rows, "rows");
                    }
                });
            }
            progress.report(rows, "rows");
            TableContent content = digest.content();
            return new TableExport(shape, content.rows(), digest.bytes(), content.digest());
        }
    }
}
