package io.reprieve.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.backup.archive.ArchiveReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Accounts of 1,000 rows that one script deleted: each put back alone, in lanes, beside all their rows in one COPY a table. */
final class ManyAccounts {

    static final int FIRST = 1001;

    private final Product product;
    private final List<ArchiveReader> archives = new ArrayList<>();
    private final int accounts;
    private int restores;

    ManyAccounts(Product product, int accounts) {
        this.product = product;
        this.accounts = accounts;
    }

    HandWritten byHand() {
        return new HandWritten("BETWEEN " + FIRST + " AND " + (FIRST + accounts - 1));
    }

    /** Takes a backup of each. */
    void archive(String database, Path folder) throws Exception {
        try (AgroalDataSource pool = Pool.of(product.server().jdbcUrl(database), Product.RESTORER)) {
            AccountEngine engine = AccountEngine.of(Product.dataMap(false), pool, Optional.empty(), 1);
            Archives taking = new Archives(Product.dataMap(false));
            for (int at = 0; at < accounts; at++) {
                String key = String.valueOf(FIRST + at);
                archives.add(taking.take(engine, key, folder.resolve(key)));
            }
        }
    }

    /**
     * As backup-service's lanes do it: planned, inserted, proved and in the ledger, an account a transaction.
     *
     * @param inserting told how long of it the inserts took
     */
    Run restore(String database, int lanes, boolean fast, InsertPhase inserting) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try (AgroalDataSource pool = Pool.of(product.server().jdbcUrl(database), Product.RESTORER)) {
            AccountEngine engine = AccountEngine.of(Product.dataMap(fast), pool, Optional.empty());
            List<Callable<Void>> work = archives.stream()
                    .<Callable<Void>>map(archive -> () -> {
                        restore(engine, archive, inserting);
                        return null;
                    })
                    .toList();
            return Run.of(() -> {
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
            });
        } finally {
            threads.shutdown();
        }
    }

    private void restore(AccountEngine engine, ArchiveReader archive, InsertPhase inserting) {
        RestoreResult result = engine.restore(new RestoreOrder(
                "rst_many_" + next(),
                "acc_" + archive.manifest().accountKey(),
                archive.manifest().accountKey(),
                2,
                null,
                inserting.of(archive),
                Archives.DIGEST_KEY,
                true,
                new byte[] {1}));
        if (!(result instanceof RestoreResult.Restored)) {
            throw new IllegalStateException(String.valueOf(result));
        }
    }

    private synchronized int next() {
        return ++restores;
    }
}
