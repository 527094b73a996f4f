package io.reprieve.purge.facts;

import io.reprieve.edge.ProfileNow;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks account-service, backup-service and our own record for what the guards look at. Silence becomes an unknown. */
@ApplicationScoped
public class GatherFacts {
    private final AccountClient accounts;
    private final BackupClient backups;
    private final PurgeStore purges;
    private final RequestTurnStore requestTurns;
    private final PolicyInForce policy;
    private final Database database;

    GatherFacts(
            AccountClient accounts,
            BackupClient backups,
            PurgeStore purges,
            RequestTurnStore requestTurns,
            PolicyInForce policy,
            Database database) {
        this.accounts = accounts;
        this.backups = backups;
        this.purges = purges;
        this.requestTurns = requestTurns;
        this.policy = policy;
        this.database = database;
    }

    /** Before there is a backup: the account was just read, and is expected to stay as it was then. */
    public PurgeFacts beforeBackup(String purgeId, AccountView account, PurgeKind kind, String survivorId) {
        return gather(
                purgeId,
                account.id(),
                kind,
                survivorId,
                new PurgeFacts.Standing(false, account.epoch()),
                Fact.known(account(account)),
                null,
                null);
    }

    /** With the backup an approval is, or was, about. */
    public PurgeFacts withBackup(PurgeRequest purge, Receipt receipt) {
        String accountId = purge.subject().accountId();
        return gather(
                purge.id(),
                accountId,
                purge.ask().kind(),
                purge.subject().survivorAccountId(),
                standing(purge),
                learn(() -> accounts.find(accountId)
                        .map(GatherFacts::account)
                        .orElseThrow(() -> new IllegalStateException("account-service does not know the account"))),
                learn(() -> backup(purge, receipt)),
                learn(() -> drill(accountId, receipt.backupId())));
    }

    /** How the account must be found: at the epoch of our fence, or of the newest turn of the request key. */
    public PurgeFacts.Standing standing(PurgeRequest purge) {
        return purge.fence().stands()
                ? new PurgeFacts.Standing(true, purge.fence().epoch())
                : new PurgeFacts.Standing(false, requestTurns.newest(purge.id()).epoch());
    }

    private PurgeFacts gather(
            String purgeId,
            String accountId,
            PurgeKind kind,
            String survivorId,
            PurgeFacts.Standing standing,
            Fact<PurgeFacts.Account> account,
            Fact<PurgeFacts.Backup> backup,
            Fact<PurgeFacts.Drill> drill) {
        return new PurgeFacts(
                purgeId,
                accountId,
                kind,
                survivorId,
                standing,
                account,
                learn(() -> accounts.holdings(accountId)),
                learn(() -> accounts.twins(accountId)),
                survivorId == null ? Fact.unknown("no survivor was named") : learn(() -> survivor(survivorId)),
                learn(accounts::dataMap),
                learn(() -> new PurgeFacts.OtherWork(
                        purges.liveBeside(accountId, purgeId), backups.runningRestores(accountId))),
                backup,
                drill);
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

    private PurgeFacts.Backup backup(PurgeRequest purge, Receipt receipt) {
        return new PurgeFacts.Backup(
                receipt.backupId(),
                backups.state(receipt.backupId()),
                receipt.accountId().equals(purge.subject().accountId()) ? null : "it is another account's",
                receipt.dataMapDigest(),
                receipt.lockEnforced(),
                !ProfileNow.isLocalOrTest(),
                receipt.lockedUntil());
    }

    private PurgeFacts.Drill drill(String accountId, String backupId) {
        BackupClient.Rehearsal last = backups.lastRehearsal(accountId, backupId);
        return new PurgeFacts.Drill(
                last.name(),
                last.at(),
                last.problem(),
                last.predictedSeconds(),
                last.at() == null ? null : Duration.between(last.at(), database.now()),
                policy.now().drillMaxAge());
    }

    private static PurgeFacts.Account account(AccountView view) {
        return new PurgeFacts.Account(
                view.status(),
                view.epoch(),
                view.legalHold() == null ? null : view.legalHold().reason(),
                view.fence() == null ? null : fence(view.fence()),
                view.lastSignOfLifeAt());
    }

    private static PurgeFacts.Fence fence(AccountView.FenceView view) {
        return new PurgeFacts.Fence(
                view.purgeRequestId(),
                view.epochAfter(),
                view.probe() == null ? "NOT_PROVED" : view.probe().outcome(),
                view.probe() == null ? "no probe was made" : view.probe().detail());
    }

    private static <T> Fact<T> learn(Supplier<T> question) {
        try {
            return Fact.known(question.get());
        } catch (Neighbour.Refused | Neighbour.Silent | IllegalStateException e) {
            return Fact.unknown(e.getMessage());
        }
    }
}
