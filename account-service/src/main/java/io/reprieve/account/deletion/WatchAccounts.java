package io.reprieve.account.deletion;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.reprieve.account.datamap.Product;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Holds the registry against the product: an account whose row is gone without a warrant is an unsanctioned deletion, known
 * within a round and not when the customer calls.
 */
@ApplicationScoped
class WatchAccounts {
    private static final Logger LOG = Logger.getLogger(WatchAccounts.class);
    private static final int PAGE = 1_000;

    private final MissingAccounts missing;
    private final Product product;
    private volatile double count = Double.NaN;

    WatchAccounts(MissingAccounts missing, Product product, MeterRegistry meters) {
        this.missing = missing;
        this.product = product;
        Gauge.builder("reprieve.accounts.missing", () -> count).register(meters);
    }

    /** What could not be looked at is unknown, not what it was. */
    @Scheduled(
            every = "${deletion.watch-every}",
            delayed = "${deletion.watch-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            var known = missing.known();
            var page = missing.expected("", PAGE);
            while (!page.isEmpty()) {
                look(page, known);
                page = missing.expected(page.get(page.size() - 1).accountId(), PAGE);
            }
            count = missing.known().size();
        } catch (RuntimeException e) {
            count = Double.NaN;
            LOG.warnf("Whether the product still holds every account is unknown: %s", e.getMessage());
        }
    }

    private void look(List<MissingAccounts.Expected> page, Set<String> known) {
        var there = product.engine()
                .known(page.stream().map(MissingAccounts.Expected::accountKey).toList());
        for (var account : page) {
            var isMissing = !there.contains(account.accountKey());
            if (isMissing && !known.contains(account.accountId())) {
                report(account.accountId());
            } else if (!isMissing && known.contains(account.accountId())) {
                missing.foundAgain(account.accountId());
            }
        }
    }

    private void report(String accountId) {
        try {
            if (missing.report(accountId)) {
                LOG.errorf("Account %s is gone from the product, and nobody had a warrant", accountId);
            }
        } catch (Problem | AccountDataException busy) {
            LOG.infof("Account %s is not found, and not reported in this round: %s", accountId, busy.getMessage());
        }
    }
}
