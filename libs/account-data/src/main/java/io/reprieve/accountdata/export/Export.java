package io.reprieve.accountdata.export;

import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.objects.AccountObjects;
import io.reprieve.accountdata.objects.SharedPrefix;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.order.ExportResult.TableExport;
import io.reprieve.accountdata.order.ExportedRows;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.AccountTables;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.SideBySide;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** Streams one account out: rows from one snapshot, on several connections, then objects. */
public final class Export {

    private final DataMap map;
    private final DataSource product;
    private final AccountObjects objects;
    private final int connections;

    public Export(DataMap map, DataSource product, AccountObjects objects, int connections) {
        this.map = map;
        this.product = product;
        this.objects = objects;
        this.connections = connections;
    }

    public ExportedRows rows(String accountKey, DigestKey digestKey, ExportSink sink, Progress progress) {
        List<TableExport> tables;
        List<String> accounts;
        Map<String, String> settings = new LinkedHashMap<>(Session.SETTINGS);
        Instant snapshotAt;
        String serverVersion;
        ExecutorService threads = SideBySide.threads();
        try (Session session = Session.reading(product)) {
            snapshotAt = session.now();
            AccountSnapshot account = AccountSnapshot.of(session, map, accountKey);
            accounts = map.files().isPresent() ? account.accountKeys() : List.of();
            SharedPrefix.refuse(session.sql(), map, accounts);
            settings.put("search_path", account.ownership().searchPath());
            settings.put("client_encoding", "UTF8");
            serverVersion = account.ownership().catalog().serverVersion();
            List<AccountTables.Source> sources = AccountTables.archived(account);
            sink.tables(sources.stream().map(AccountTables.Source::shape).toList());
            AccountTables.expect(session.sql(), sources, progress);
            TableCopies copies = new TableCopies(digestKey, sink, threads, progress);
            tables = SideBySide.read(session, product, connections, threads, AccountTables.jobs(sources, copies::copy));
        } catch (SQLException e) {
            throw Refusals.failure("the export", e);
        } catch (IOException e) {
            throw new AccountDataException("the export could not be written: " + e.getMessage(), e);
        } finally {
            threads.shutdown();
        }
        return new ExportedRows(
                accounts, snapshotAt, tables, Collections.unmodifiableMap(settings), map.digest(), serverVersion);
    }

    public ExportResult objects(ExportedRows rows, ExportSink sink, Progress progress) {
        List<ObjectVersion> versions = objects.list(rows.accounts());
        List<ObjectEntry> entries = objects.copyOut(versions, sink, progress);
        String rowsDigest = ContentDigests.rows(ExportResult.contents(rows.tables()));
        String objectsDigest = ContentDigests.objects(entries);
        return new ExportResult(
                rows.snapshotAt(),
                rows.tables(),
                List.copyOf(entries),
                rowsDigest,
                objectsDigest,
                ContentDigests.content(rowsDigest, objectsDigest),
                ContentDigests.objectVersions(versions),
                rows.settings(),
                rows.dataMapDigest(),
                rows.serverVersion());
    }
}
