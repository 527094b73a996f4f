package io.reprieve.backup.batch;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.backup.operation.LaneWork;
import io.reprieve.backup.operation.OperationRunner;
import io.reprieve.backup.restore.OrderRestore;
import io.reprieve.backup.restore.RestoreConfig;
import io.reprieve.backup.restore.RestoreStore;
import io.reprieve.backup.restore.SavedPlan;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Restores the items of batches, so many at once as the product's database is to bear. A lane that dies leaves its item marked as
 * its own; whoever goes on in the lane carries that item on from wherever it was.
 */
@ApplicationScoped
class RestoreLanes implements LaneWork {

    private static final Logger LOG = Logger.getLogger(RestoreLanes.class);

    private final RestoreConfig config;
    private final BatchStore batches;
    private final BackupStore backups;
    private final OrderRestore order;
    private final RestoreStore restores;
    private final OperationRunner runner;

    RestoreLanes(
            RestoreConfig config,
            BatchStore batches,
            BackupStore backups,
            OrderRestore order,
            RestoreStore restores,
            OperationRunner runner) {
        this.config = config;
        this.batches = batches;
        this.backups = backups;
        this.order = order;
        this.restores = restores;
        this.runner = runner;
    }

    @Override
    public String name() {
        return "restore-lane";
    }

    @Override
    public int lanes() {
        return config.atOnce();
    }

    @Override
    public void drain(int lane) {
        for (Optional<BatchItem> item = take(lane); item.isPresent(); item = take(lane)) {
            restore(item.get());
        }
    }

    private Optional<BatchItem> take(int lane) {
        return QuarkusTransaction.requiringNew().call(() -> batches.take(lane, lanes()));
    }

    private void restore(BatchItem item) {
        try {
            String operation = item.operationId == null ? begun(item) : item.operationId;
            runner.run(operation);
            batches.ended(item.id, restores.ofOperation(operation));
        } catch (Problem refusal) {
            batches.refused(item.id, refusal.code(), refusal.detail());
        } catch (RuntimeException failedTry) {
            LOG.infof("%s of batch %s is tried again: %s", item.accountId, item.batchId, failedTry);
            batches.later(item.id);
        }
    }

    private String begun(BatchItem item) {
        return QuarkusTransaction.requiringNew().call(() -> {
            RestoreBatch batch = batches.get(item.batchId);
            Backup backup = backups.verified(item.backupId);
            SavedPlan plan = item.planId == null ? null : restores.plan(item.planId);
            var operation = order.begin(new OrderRestore.Order(backup, plan, item.batchId, batch.requester.actor()));
            BatchItem stored = BatchItem.findById(item.id);
            stored.operationId = operation.id;
            stored.restoreId = operation.subjectId;
            return operation.id;
        });
    }
}
