package io.reprieve.purge.facts;

import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountFacts;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks account-service, backup-service and our own record for what the guards look at. Silence becomes an unknown. */
@ApplicationScoped
public class GatherFacts {
    private final AccountClient accounts;
    private final AskBackups backups;
    private final PurgeStore purges;
    private final PastRequests pastRequests;
    private final RequestTurnStore requestTurns;
    private final PolicyInForce policy;

    GatherFacts(
            AccountClient accounts,
            AskBackups backups,
            PurgeStore purges,
            PastRequests pastRequests,
            RequestTurnStore requestTurns,
            PolicyInForce policy) {
        this.accounts = accounts;
        this.backups = backups;
        this.purges = purges;
        this.pastRequests = pastRequests;
        this.requestTurns = requestTurns;
        this.policy = policy;
    }

    /**
     * Before there is a backup: the account was just read, and is expected to stay as it was then.
     *
     * @param personId who asks
     */
    public PurgeFacts beforeBackup(PurgeFacts.Asked asked, AccountView account, String personId) {
        return gather(
                asked,
                personId,
                new PurgeFacts.Standing(false, account.epoch()),
                Fact.known(account(account)),
                new OfBackup(null, null, null));
    }

    /** With the backup an approval is, or was, about. */
    public PurgeFacts withBackup(PurgeRequest purge, Receipt receipt) {
        String accountId = purge.subject().accountId();
        RequestTurnStore.RequestTurn turn = requestTurns.newest(purge.id());
        return gather(
                new PurgeFacts.Asked(
                        purge.id(),
                        accountId,
                        purge.ask().kind(),
                        purge.subject().survivorAccountId(),
                        turn.at()),
                turn.personId(),
                standing(purge),
                Learn.from(() -> accounts.find(accountId)
                        .map(GatherFacts::account)
                        .orElseThrow(() -> new IllegalStateException("account-service does not know the account"))),
                new OfBackup(
                        Learn.from(() -> backups.backup(accountId, receipt)),
                        Learn.from(() -> backups.drill(accountId, receipt.backupId())),
                        Learn.from(() -> backups.content(accountId, receipt))));
    }

    /** How the account must be found: at the epoch of our fence, or of the newest turn of the request key. */
    public PurgeFacts.Standing standing(PurgeRequest purge) {
        return purge.fence().stands()
                ? new PurgeFacts.Standing(true, purge.fence().epoch())
                : new PurgeFacts.Standing(false, requestTurns.newest(purge.id()).epoch());
    }

    /** Each null before there is a backup. */
    private record OfBackup(
            Fact<PurgeFacts.Backup> backup, Fact<PurgeFacts.Drill> drill, Fact<PurgeFacts.Content> content) {}

    private PurgeFacts gather(
            PurgeFacts.Asked asked,
            String personId,
            PurgeFacts.Standing standing,
            Fact<PurgeFacts.Account> account,
            OfBackup ofBackup) {
        String accountId = asked.accountId();
        String survivorId = asked.survivorAccountId();
        Fact<AccountFacts> more = Learn.from(() -> accounts.facts(accountId));
        return new PurgeFacts(
                asked,
                standing,
                policy.now().guards(),
                account,
                Learn.from(() -> accounts.holdings(accountId)),
                Learn.from(() -> accounts.twins(accountId)),
                survivorId == null ? Fact.unknown("no survivor was named") : Learn.from(() -> survivor(survivorId)),
                Learn.from(accounts::dataMap),
                Learn.from(() -> new PurgeFacts.OtherWork(
                        purges.liveBeside(accountId, asked.purgeRequestId()), backups.runningRestores(accountId))),
                more.map(AccountFacts::signsOfLife),
                more.map(AccountFacts::billing),
                more.map(AccountFacts::crossAccountEdges),
                Fact.known(pastRequests.lastBefore(personId, asked.purgeRequestId(), asked.at())),
                ofBackup.backup(),
                ofBackup.drill(),
                ofBackup.content());
    }

    private PurgeFacts.Twin survivor(String id) {
        return accounts.find(id)
                .map(a -> new PurgeFacts.Twin(
                        a.id(),
                        a.name(),
                        a.status(),
                        "PURGED".equals(a.status()) ? Holdings.NONE : accounts.holdings(id)))
                .orElseGet(() -> new PurgeFacts.Twin(id, null, "MISSING", Holdings.NONE));
    }

    private static PurgeFacts.Account account(AccountView view) {
        return new PurgeFacts.Account(
                view.status(),
                view.epoch(),
                view.legalHold() == null ? null : view.legalHold().reason(),
                view.fence() == null ? null : fence(view.fence()),
                view.createdAt());
    }

    private static PurgeFacts.Fence fence(AccountView.FenceView view) {
        return new PurgeFacts.Fence(
                view.purgeRequestId(),
                view.epochAfter(),
                view.since(),
                view.probe().outcome(),
                view.probe().detail());
    }
}
