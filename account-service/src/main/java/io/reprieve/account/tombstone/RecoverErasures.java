package io.reprieve.account.tombstone;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.Accounts;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Goes forward from ledger rows that have no tombstone yet: the process died between the product's commit and ours. */
@ApplicationScoped
public class RecoverErasures {
    private static final Logger LOG = Logger.getLogger(RecoverErasures.class);
    private static final int AT_ONCE = 100;

    private final Accounts accounts;
    private final Tombstones tombstones;
    private final RecordErasure recordErasure;
    private final Product product;

    RecoverErasures(Accounts accounts, Tombstones tombstones, RecordErasure recordErasure, Product product) {
        this.accounts = accounts;
        this.tombstones = tombstones;
        this.recordErasure = recordErasure;
        this.product = product;
    }

    /** The tombstone of a purge, taken over from the ledger if it has to be; empty when nothing was erased. */
    public Optional<Tombstone> recover(String purgeRequestId) {
        var known = QuarkusTransaction.joiningExisting().call(() -> tombstones.find(purgeRequestId));
        if (known.isPresent()) {
            return known;
        }
        return product.engine().ledger().find(purgeRequestId).map(this::takeOver);
    }

    /** The account's last erasure, taken over if it has to be. */
    public Optional<Tombstone> recoverAccount(String accountId) {
        return product.engine()
                .ledger()
                .latest(LedgerRow.Kind.ERASURE, accountId)
                .flatMap(row -> recover(row.purgeRequestId()));
    }

    private Tombstone takeOver(LedgerRow row) {
        LOG.infof("Taking over erasure %s of %s from the product's ledger", row.id(), row.accountId());
        return QuarkusTransaction.requiringNew().call(() -> recordErasure.record(accounts.lock(row.accountId()), row));
    }

    void atStart(@Observes StartupEvent started) {
        recoverAll();
    }

    @Scheduled(
            every = "${tombstone.recover-every:10s}",
            delayed = "${tombstone.recover-every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void recoverAll() {
        try {
            var known = tombstones.erasureIds();
            for (var row : product.engine().ledger().unreported(LedgerRow.Kind.ERASURE, known::contains, AT_ONCE)) {
                recoverOne(row);
            }
        } catch (RuntimeException e) {
            LOG.warnf("The product's ledger cannot be read, trying again: %s", e.getMessage());
        }
    }

    private void recoverOne(LedgerRow row) {
        try {
            takeOver(row);
        } catch (Problem busy) {
            // Its erasure may be about to write the tombstone itself; the next round finds out.
            LOG.debugf("Erasure %s is not taken over now: %s", row.id(), busy.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Erasure %s of %s could not be taken over", row.id(), row.accountId());
        }
    }
}
