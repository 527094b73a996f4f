package io.reprieve.backup.drill;

import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.operation.AccountTask;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** One account's turn in the night's drills. */
@ApplicationScoped
class DrillTurn implements AccountTask {

    private static final Logger LOG = Logger.getLogger(DrillTurn.class);
    private static final Actor SELF = Actor.service("backup-service");

    private final AccountClient accounts;
    private final OrderDrill order;

    DrillTurn(AccountClient accounts, OrderDrill order) {
        this.accounts = accounts;
        this.order = order;
    }

    @Override
    public String name() {
        return "drill-turn";
    }

    @Override
    public void run(String accountId) {
        boolean pending = accounts.find(accountId)
                .filter(account -> "PENDING_PURGE".equals(account.status()))
                .isPresent();
        try {
            order.order(accountId, pending ? Drill.Reason.PURGE_PENDING : Drill.Reason.SAMPLE, SELF);
        } catch (Problem refusal) {
            LOG.warnf("No drill of %s tonight: %s", accountId, refusal.detail());
        }
    }
}
