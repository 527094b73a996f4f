package io.reprieve.purge.execution;

import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.AutomaticFreeze;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Looks for reports of account data that disappeared without a warrant; each stops everything once. */
@ApplicationScoped
class ReadDeletions {
    private static final Logger LOG = Logger.getLogger(ReadDeletions.class);

    private final AccountClient accounts;
    private final AutomaticFreeze automaticFreeze;
    private final Database database;

    ReadDeletions(AccountClient accounts, AutomaticFreeze automaticFreeze, Database database) {
        this.accounts = accounts;
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
        Set<Long> read = Set.copyOf(database.list("SELECT report FROM deletion_read", row -> row.number("report")));
        reports.keySet().removeAll(read);
        reports.forEach((report, accountId) -> database.inTransaction(() -> {
            boolean isNew =
                    database.update("INSERT INTO deletion_read (report) VALUES (?) ON CONFLICT DO NOTHING", report)
                            == 1;
            if (isNew) {
                automaticFreeze.deletedWithoutWarrant(accountId);
            }
        }));
    }
}
