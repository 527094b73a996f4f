package io.reprieve.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.compare.ComparedTable;
import io.reprieve.accountdata.compare.Comparison;
import io.reprieve.accountdata.compare.DifferenceSink;
import io.reprieve.accountdata.compare.RowDifference;
import io.reprieve.accountdata.compare.RowSource;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.localservers.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The big account with its objects: archived, gone, and put back as backup-service does it. */
final class BigAccount implements AutoCloseable {

    private static final String KEY = "1";
    private static final String BUCKET = "bench-files";
    private static final int OBJECT_BYTES = 20_000;

    private final Product product;
    private final S3Server files;
    private final ObjectStore store;
    private ArchiveReader archive;
    private int restores;

    BigAccount(Product product, S3Server files) {
        this.product = product;
        this.files = files;
        this.store =
                ObjectStore.connect(URI.create(files.endpoint()), "us-east-1", files.accessKey(), files.secretKey());
    }

    void archive(String database, int objects, Path folder) throws Exception {
        files.createVersionedBucket(BUCKET);
        byte[] bytes = new byte[OBJECT_BYTES];
        try (S3Client s3 = files.client()) {
            for (int at = 0; at < objects; at++) {
                String key = "accounts/" + KEY + "/" + at;
                bytes[at % OBJECT_BYTES]++;
                s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
            }
        }
        try (AgroalDataSource pool = pool(database)) {
            archive = new Archives(Product.dataMapWithObjects(false)).take(engine(pool, false), KEY, folder);
        }
    }

    long rows() {
        return archive.contents().stream().mapToLong(table -> table.rows()).sum();
    }

    /**
     * What a restore takes, step by step.
     *
     * @param plan what is in the way
     * @param objects put back
     * @param rows put back, proved and committed
     */
    record Steps(Run plan, Run objects, Run rows) {

        Run whole() {
            return new Run(plan.seconds() + objects.seconds() + rows.seconds(), 0, 0);
        }
    }

    /** From nothing live to verified live again. */
    Steps restore(String database, boolean fast) throws Exception {
        try (AgroalDataSource pool = pool(database)) {
            AccountEngine engine = engine(pool, fast);
            engine.objects().delete(KEY, engine.objects().list(KEY));
            Run plan = Run.of(() -> {
                if (!engine.outlineRestore(archive, KEY).runnable()) {
                    throw new IllegalStateException("something is in the way");
                }
            });
            Run objects = Run.of(() -> engine.restoreObjects(archive, KEY, Progress.NONE));
            Run rows = Run.of(() -> {
                RestoreResult result = engine.restore(new RestoreOrder(
                        "rst_big_" + ++restores,
                        "acc_benchmark",
                        KEY,
                        2,
                        null,
                        archive,
                        Archives.DIGEST_KEY,
                        true,
                        new byte[] {1}));
                if (!(result instanceof RestoreResult.Restored)) {
                    throw new IllegalStateException(String.valueOf(result));
                }
            });
            return new Steps(plan, objects, rows);
        }
    }

    /** Archived rows held against the live ones, row by row, in the scratch database. */
    Run compare(String database, String scratch) throws Exception {
        try (AgroalDataSource pool = pool(database);
                AgroalDataSource beside = pool(scratch)) {
            long[] differing = new long[1];
            Run run = Run.of(() -> engine(pool, false).readLive(KEY, live -> new Comparison(beside, 100)
                    .run(RowSource.of(archive), live, new Counting(differing), Progress.NONE)));
            if (differing[0] > 0) {
                throw new IllegalStateException(differing[0] + " rows differ from what was put back");
            }
            return run;
        }
    }

    private record Counting(long[] rows) implements DifferenceSink {
        @Override
        public void table(ComparedTable table) {}

        @Override
        public void row(RowDifference row) {
            rows[0]++;
        }
    }

    private AgroalDataSource pool(String database) throws Exception {
        return Pool.of(product.server().jdbcUrl(database), Product.RESTORER);
    }

    private AccountEngine engine(AgroalDataSource pool, boolean fast) {
        return AccountEngine.of(Product.dataMapWithObjects(fast), pool, Optional.of(store));
    }

    @Override
    public void close() {
        store.close();
    }
}
