package io.reprieve.purge.facts;

import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountFacts;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.GuardRules;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Asks account-service, backup-service and our own record for what the guards look at. Silence becomes an unknown. */
@ApplicationScoped
public class GatherFacts {
    private final AccountClient accounts;
    private final AskBackups backups;
    private final PurgeStore purges;
    private final PastRequests pastRequests;
    private final RequestTurnStore requestTurns;
    private final PolicyInForce policy;
    private final Learn learn;

    GatherFacts(
            AccountClient accounts,
            AskBackups backups,
            PurgeStore purges,
            PastRequests pastRequests,
            RequestTurnStore requestTurns,
            PolicyInForce policy,
            Learn learn) {
        this.accounts = accounts;
        this.backups = backups;
        this.purges = purges;
        this.pastRequests = pastRequests;
        this.requestTurns = requestTurns;
        this.policy = policy;
        this.learn = learn;
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
                () -> Fact.known(account(account)),
                AskBackups.OfBackup.NONE);
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
                learn.ask(() -> accounts.find(accountId)
                        .map(GatherFacts::account)
                        .orElseThrow(() -> new IllegalStateException("account-service does not know the account"))),
                backups.about(accountId, receipt));
    }

    /** How the account must be found: at the epoch of our fence, or of the newest turn of the request key. */
    public PurgeFacts.Standing standing(PurgeRequest purge) {
        return purge.fence().stands()
                ? new PurgeFacts.Standing(true, purge.fence().epoch())
                : new PurgeFacts.Standing(false, requestTurns.newest(purge.id()).epoch());
    }

    private PurgeFacts gather(
            PurgeFacts.Asked asked,
            String personId,
            PurgeFacts.Standing standing,
            Learn.Asked<PurgeFacts.Account> account,
            AskBackups.OfBackup ofBackup) {
        String accountId = asked.accountId();
        String survivorId = asked.survivorAccountId();
        Learn.Asked<AccountFacts> told = learn.ask(() -> accounts.facts(accountId));
        Learn.Asked<Holdings> holdings = learn.ask(() -> accounts.holdings(accountId));
        Learn.Asked<List<PurgeFacts.Twin>> twins = learn.ask(() -> accounts.twins(accountId));
        Learn.Asked<PurgeFacts.Twin> survivor = survivorId == null
                ? () -> Fact.unknown("no survivor was named")
                : learn.ask(() -> survivor(survivorId));
        Learn.Asked<PurgeFacts.DataMap> dataMap = learn.ask(accounts::dataMap);
        Learn.Asked<List<String>> restores = learn.ask(() -> backups.runningRestores(accountId));
        GuardRules rules = policy.now().guards();
        PurgeFacts.PastRequest past = pastRequests.lastBefore(personId, asked.purgeRequestId(), asked.at());
        List<String> beside = purges.liveBeside(accountId, asked.purgeRequestId());
        Fact<AccountFacts> more = told.fact();
        return new PurgeFacts(
                asked,
                standing,
                rules,
                account.fact(),
                holdings.fact(),
                twins.fact(),
                survivor.fact(),
                dataMap.fact(),
                restores.fact().map(running -> new PurgeFacts.OtherWork(beside, running)),
                more.map(AccountFacts::signsOfLife),
                more.map(AccountFacts::billing),
                more.map(AccountFacts::crossAccountEdges),
                Fact.known(past),
                ofBackup.backup().fact(),
                ofBackup.drill().fact(),
                ofBackup.content().fact());
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
