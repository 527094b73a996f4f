package io.reprieve.accountdata.export;

import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.digest.RowDigest;
import io.reprieve.accountdata.order.ExportResult.TableExport;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.accountdata.snapshot.AccountTables;
import io.reprieve.accountdata.snapshot.CopyOutRows;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** Copies tables into an export's sink: one thread reads a table and digests it, another one writes. */
final class TableCopies {

    private static final int REPORT_EVERY = 10_000;

    private final DigestKey digestKey;
    private final ExportSink sink;
    private final Executor threads;
    private final Progress progress;
    private long rows;

    TableCopies(DigestKey digestKey, ExportSink sink, Executor threads, Progress progress) {
        this.digestKey = digestKey;
        this.sink = sink;
        this.threads = threads;
        this.progress = progress;
    }

    TableExport copy(Sql sql, AccountTables.Source source) throws SQLException, IOException {
        RowDigest digest = new RowDigest(digestKey, source.shape());
        try (OutputStream out = new WriteBehind(sink.table(source.shape()), threads)) {
            CopyOutRows.each(sql, source.select(), line -> {
                digest.add(line);
                out.write(line);
                if (digest.rows() % REPORT_EVERY == 0) {
                    report(REPORT_EVERY);
                }
            });
        }
        report(digest.rows() % REPORT_EVERY);
        TableContent content = digest.content();
        return new TableExport(source.shape(), content.rows(), digest.bytes(), content.digest());
    }

    private synchronized void report(long more) {
        rows += more;
        progress.report(rows, "rows");
    }
}
