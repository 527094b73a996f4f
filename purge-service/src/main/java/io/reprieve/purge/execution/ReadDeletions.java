package io.reprieve.purge.execution;

import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.AutomaticFreeze;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/** Looks for reports of account data that disappeared without a warrant; each stops everything once. */
@ApplicationScoped
class ReadDeletions {
    private static final Logger LOG = Logger.getLogger(ReadDeletions.class);

    private final AccountClient accounts;
    private final ReadReports read;
    private final AutomaticFreeze automaticFreeze;
    private final Database database;

    ReadDeletions(AccountClient accounts, ReadReports read, AutomaticFreeze automaticFreeze, Database database) {
        this.accounts = accounts;
        this.read = read;
        this.automaticFreeze = automaticFreeze;
        this.database = database;
    }

    void read() {
        Map<Long, String> reports;
        try {
            reports = accounts.unsanctionedDeletions();
        } catch (Neighbour.Silent | Neighbour.Refused e) {
            LOG.infof("reports of deletions not read: %s", e.getMessage());
            return;
        }
        reports.keySet().removeAll(read.all());
        reports.forEach((report, accountId) -> database.inTransaction(() -> {
            if (read.add(report)) {
                automaticFreeze.deletedWithoutWarrant(accountId);
            }
        }));
    }
}
