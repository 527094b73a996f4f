package io.reprieve.backup.operation;

import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs one operation's work and decides what a failure means. */
@ApplicationScoped
public class OperationRunner {

    private static final Logger LOG = Logger.getLogger(OperationRunner.class);

    private final OperationStore store;
    private final WorkConfig config;
    private final List<LongWork> works;

    OperationRunner(OperationStore store, WorkConfig config, @All List<LongWork> works) {
        this.store = store;
        this.config = config;
        this.works = works;
    }

    /**
     * Carries an operation on, unless it has ended.
     *
     * @param operationId which one
     * @throws RuntimeException when this try failed and another is to follow
     */
    public void run(String operationId) {
        Optional<Operation> found = store.find(operationId).filter(o -> o.state == Operation.State.RUNNING);
        if (found.isEmpty()) {
            return;
        }
        Operation operation = found.get();
        LongWork work = works.stream()
                .filter(w -> w.kind() == operation.kind)
                .findFirst()
                .orElseThrow();
        try {
            work.carryOn(operation, store.progress(operationId));
        } catch (WorkFailed failure) {
            giveUp(work, operation, failure);
        } catch (RuntimeException failure) {
            int tries = store.failedTry(operationId);
            LOG.warnf(failure, "%s of %s: try %d failed", operation.kind, operation.subjectId, tries);
            if (tries >= config.tries() && work.mayGiveUp(operation)) {
                giveUp(
                        work,
                        operation,
                        new WorkFailed("gave-up", "Tried " + tries + " times; the last time: " + failure, failure));
                return;
            }
            throw failure;
        }
    }

    private void giveUp(LongWork work, Operation operation, WorkFailed failure) {
        LOG.errorf(failure, "%s of %s failed: %s", operation.kind, operation.subjectId, failure.code());
        QuarkusTransaction.requiringNew().run(() -> {
            if (store.fail(operation.id, failure)) {
                work.failed(operation, failure);
            }
        });
    }
}
