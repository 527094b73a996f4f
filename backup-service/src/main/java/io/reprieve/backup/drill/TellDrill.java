package io.reprieve.backup.drill;

import io.reprieve.backup.account.AccountClient;
import io.reprieve.backup.account.LastDrill;
import io.reprieve.backup.operation.AccountTask;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells account-service how an account's newest drill ended, for it to be on the account. */
@ApplicationScoped
class TellDrill implements AccountTask {

    private final AccountClient accounts;
    private final DrillStore drills;

    TellDrill(AccountClient accounts, DrillStore drills) {
        this.accounts = accounts;
        this.drills = drills;
    }

    @Override
    public String name() {
        return "tell-drill";
    }

    @Override
    public void run(String accountId) {
        drills.newestEnded(accountId)
                .map(drill -> DrillView.of(drill, drills.restoreRate()))
                .ifPresent(drill -> accounts.drilled(
                        accountId,
                        new LastDrill(
                                drill.id(),
                                drill.state().name(),
                                drill.finishedAt(),
                                drill.seconds(),
                                drill.predictedRestoreSeconds())));
    }
}
