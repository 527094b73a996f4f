package io.reprieve.backup.restore;

import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.TimedWork;
import io.reprieve.backup.operation.WorkQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Goes forward from the ledger: a restore that was given up, and whose twin on a replica taken for dead committed after that, is
 * carried on. What the ledger says happened, did.
 */
@ApplicationScoped
class RecoverRestores implements TimedWork {

    private static final Logger LOG = Logger.getLogger(RecoverRestores.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration TWINS_LIVE = Duration.ofDays(1);
    private static final int AT_ONCE = 50;

    private final RestoreStore restores;
    private final OperationStore operations;
    private final AccountEngine engine;
    private final WorkQueue queue;

    RecoverRestores(RestoreStore restores, OperationStore operations, AccountEngine engine, WorkQueue queue) {
        this.restores = restores;
        this.operations = operations;
        this.engine = engine;
        this.queue = queue;
    }

    @Override
    public String name() {
        return "recover-restores";
    }

    @Override
    public Schedule schedule() {
        return FixedDelay.of(EVERY);
    }

    @Override
    public void run() {
        Set<String> givenUp = restores.failedWithin(TWINS_LIVE);
        if (!givenUp.isEmpty()) {
            engine.ledger()
                    .unreported(LedgerRow.Kind.RESTORE, id -> !givenUp.contains(id), AT_ONCE)
                    .forEach(this::carryOn);
        }
    }

    private void carryOn(LedgerRow row) {
        LOG.warnf("Restore %s was given up, and its rows are live: it is carried on", row.id());
        QuarkusTransaction.requiringNew().run(() -> {
            Restore restore = restores.reopened(row.id());
            queue.enqueue(operations.reopened(restore.operationId));
        });
    }
}
