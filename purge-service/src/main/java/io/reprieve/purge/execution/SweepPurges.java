package io.reprieve.purge.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.AutomaticFreeze;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.IllegalMove;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What no single purge's task sees: work that has lost its task, and purged accounts that were restored. However many there
 * are, each is looked at in its turn.
 */
@ApplicationScoped
class SweepPurges {
    private static final Logger LOG = Logger.getLogger(SweepPurges.class);
    private static final int AT_ONCE = 500;

    private final PurgeStore store;
    private final AccountClient accounts;
    private final TransitionPurge transition;
    private final AutomaticFreeze automaticFreeze;
    private final ReadDeletions deletions;
    private final Database database;

    SweepPurges(
            PurgeStore store,
            AccountClient accounts,
            TransitionPurge transition,
            AutomaticFreeze automaticFreeze,
            ReadDeletions deletions,
            Database database) {
        this.store = store;
        this.accounts = accounts;
        this.transition = transition;
        this.automaticFreeze = automaticFreeze;
        this.deletions = deletions;
        this.database = database;
    }

    void run(Consumer<String> nudge) {
        store.withoutTask(PurgeTasks.ADVANCE).forEach(nudge);
        deletions.read();
        for (PurgeRequest purge : store.purged(AT_ONCE)) {
            try {
                noticeRestore(purge);
                store.checked(purge.id());
            } catch (Neighbour.Refused e) {
                LOG.debugf("%s: no restore looked for: %s", purge.id(), e.getMessage());
                store.checked(purge.id());
            } catch (Neighbour.Silent e) {
                LOG.debugf("restores not looked for: %s", e.getMessage());
                return;
            }
        }
    }

    // By the epoch alone: the account may have come back and been purged once more since anybody looked.
    private void noticeRestore(PurgeRequest purge) {
        Optional<AccountView> account = accounts.find(purge.subject().accountId());
        boolean restored =
                account.filter(a -> a.epoch() > epochOnceErased(purge)).isPresent();
        if (restored) {
            try {
                database.inTransaction(() -> {
                    transition.move(
                            purge.id(),
                            Exit.restored(),
                            Cause.self("purge.restored", null)
                                    .with("epoch", account.get().epoch()));
                    automaticFreeze.restoredAfter(purge.id(), purge.subject().accountId());
                });
            } catch (IllegalMove e) {
                LOG.debugf("%s: another replica noticed its restore", purge.id());
            }
        }
    }

    /** An erasure raises the epoch it was ordered at by one, and nothing but a restore does after it. */
    private static long epochOnceErased(PurgeRequest purge) {
        JsonNode tombstone = purge.tombstone();
        return tombstone != null && tombstone.path("epoch").isIntegralNumber()
                ? tombstone.path("epoch").longValue() + 1
                : Long.MAX_VALUE;
    }
}
