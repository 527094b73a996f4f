package io.reprieve.account.sweep;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.registry.Account;
import io.reprieve.account.registry.AccountStatus;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Deletes, after the grace, exactly the (key, version) pairs of the manifest. Each batch is deleted and written down under the
 * account's lock, so that a restore that reactivates the account ends the sweep between two batches; a batch that was deleted
 * and not written down is deleted again, which changes nothing.
 */
@ApplicationScoped
public class SweepObjects {
    private static final Logger LOG = Logger.getLogger(SweepObjects.class);
    private static final Actor SELF = Actor.service("account-service");
    private static final int BATCH = 1000;
    private static final int SECONDS = 300;

    private final Accounts accounts;
    private final Sweeps sweeps;
    private final Product product;
    private final Timeline timeline;

    SweepObjects(Accounts accounts, Sweeps sweeps, Product product, Timeline timeline) {
        this.accounts = accounts;
        this.sweeps = sweeps;
        this.product = product;
        this.timeline = timeline;
    }

    @Scheduled(
            every = "${sweep.every}",
            delayed = "${sweep.every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweepDue() {
        for (var sweep : sweeps.due()) {
            try {
                while (QuarkusTransaction.requiringNew().timeout(SECONDS).call(() -> batch(sweep.erasureId()))) {
                    LOG.debugf("Swept a batch of %s", sweep.erasureId());
                }
            } catch (RuntimeException e) {
                LOG.warnf("The objects of %s are not all gone, trying again: %s", sweep.accountId(), e.getMessage());
            }
        }
    }

    private boolean batch(String erasureId) {
        var found = sweeps.waiting(erasureId);
        if (found.isEmpty()) {
            return false;
        }
        var account = accounts.lock(found.get().accountId());
        var waiting = sweeps.waiting(erasureId);
        if (waiting.isEmpty()) {
            return false;
        }
        var sweep = waiting.get();
        if (cameBack(account, sweep)) {
            sweeps.end(account.id(), "the account came back");
            return false;
        }
        var left = sweeps.left(erasureId, BATCH);
        if (left.isEmpty()) {
            finish(sweep);
            return false;
        }
        var kept = product.engine().sweepObjects(sweep.accountKey(), left);
        var refused = kept.stream().map(Finding::subject).collect(Collectors.toUnmodifiableSet());
        sweeps.swept(
                erasureId,
                left.stream().filter(object -> !refused.contains(object.key())).toList());
        if (!refused.isEmpty()) {
            LOG.warnf(
                    "The store kept %d versions of %s, the first of them: %s %s",
                    kept.size(),
                    sweep.accountId(),
                    kept.get(0).subject(),
                    kept.get(0).message());
        }
        return refused.isEmpty();
    }

    // The ledger tells of a restore before backup-service has had the time to say so.
    private boolean cameBack(Account account, Sweep sweep) {
        var ledger = product.engine().ledger();
        var erased = ledger.byId(sweep.erasureId()).orElseThrow();
        return account.status() != AccountStatus.PURGED
                || account.epoch() != sweep.epoch()
                || ledger.isRestoredSince(erased);
    }

    private void finish(Sweep sweep) {
        var planned = sweeps.planned(sweep.erasureId());
        var findings = product.engine().objects().findings(sweep.accountKey(), planned);
        sweeps.done(sweep.erasureId(), findings);
        timeline.record(Happening.of(
                        "account.objects-swept",
                        sweep.accountId(),
                        SELF,
                        Map.of("objects", planned.size(), "findings", findings.size()))
                .inPurge(sweep.purgeRequestId()));
        if (!findings.isEmpty()) {
            LOG.warnf(
                    "%d things under the prefix of %s were not in the manifest and were left alone",
                    findings.size(), sweep.accountId());
        }
    }
}
