package io.reprieve.backup.take;

import io.reprieve.accountdata.report.Progress;
import io.reprieve.backup.operation.WorkProgress;

/** An export as the first half of a backup: everything is read twice, once out of the product, once out of the vault. */
final class ExportProgress implements Progress {

    private final WorkProgress work;
    private long rows;

    ExportProgress(WorkProgress work) {
        this.work = work;
    }

    @Override
    public void expect(long guessed) {
        work.expect(2 * guessed);
    }

    @Override
    public void report(long done, String unit) {
        if ("rows".equals(unit)) {
            rows = done;
            work.reached(done);
        } else {
            work.reached(rows + done);
        }
    }
}
