package io.reprieve.purge.execution;

import io.reprieve.outbox.AuditRefused;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.account.LiveDigests;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.notice.NoticeStore;
import io.reprieve.purge.notice.SendNotices;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.FenceProbeStore;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Both keys have turned. The account is fenced; what was approved is compared with what the fence now keeps still; only
 * then does the clock run, and until it has run out the account is looked at again and again.
 */
@ApplicationScoped
class CoolOff {
    private final AccountClient accounts;
    private final RoundStore rounds;
    private final TakeBackup takeBackup;
    private final BeginErasure beginErasure;
    private final CollectEvidence collect;
    private final ProveAct proveAct;
    private final ApprovalStore approvals;
    private final RequestTurnStore requestTurns;
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final HoldPurge hold;
    private final FenceProbeStore probes;
    private final NoticeStore notices;
    private final SendNotices sendNotices;
    private final PolicyInForce policy;
    private final PurgeClock clock;
    private final Database database;
    private final PurgeConfig config;

    CoolOff(
            AccountClient accounts,
            RoundStore rounds,
            TakeBackup takeBackup,
            BeginErasure beginErasure,
            CollectEvidence collect,
            ProveAct proveAct,
            ApprovalStore approvals,
            RequestTurnStore requestTurns,
            PurgeStore store,
            TransitionPurge transition,
            HoldPurge hold,
            FenceProbeStore probes,
            NoticeStore notices,
            SendNotices sendNotices,
            PolicyInForce policy,
            PurgeClock clock,
            Database database,
            PurgeConfig config) {
        this.accounts = accounts;
        this.rounds = rounds;
        this.takeBackup = takeBackup;
        this.beginErasure = beginErasure;
        this.collect = collect;
        this.proveAct = proveAct;
        this.approvals = approvals;
        this.requestTurns = requestTurns;
        this.store = store;
        this.transition = transition;
        this.hold = hold;
        this.probes = probes;
        this.notices = notices;
        this.sendNotices = sendNotices;
        this.policy = policy;
        this.clock = clock;
        this.database = database;
        this.config = config;
    }

    Next step(PurgeRequest purge) {
        PurgeState.CoolingOff cooling = (PurgeState.CoolingOff) purge.state();
        Instant now = clock.now(purge.id());
        if (cooling.isOver(now)) {
            return expire(purge, cooling);
        }
        if (purge.awaitsBackup()) {
            return takeBackup.step(purge);
        }
        Receipt receipt = rounds.find(purge.id(), purge.round()).orElseThrow().receipt();
        if (!purge.fence().stands()) {
            return fence(purge, receipt);
        }
        Instant notBefore = cooling.notBefore();
        if (notBefore == null) {
            return startTheClock(purge, receipt);
        }
        if (sendNotices.lastWarningIsDue(purge, now)) {
            proveAct.clockIsNotBehind();
        }
        Instant nextNotice = sendNotices.due(purge, now).orElse(notBefore);
        if (!now.isBefore(notBefore)) {
            if (sendNotices
                    .erasableFrom(purge)
                    .filter(from -> !now.isBefore(from))
                    .isEmpty()) {
                return Next.in(config.look().progress());
            }
            return beginErasure.step(purge, receipt);
        }
        Optional<String> disturbed = disturbed(purge, receipt);
        if (disturbed.isPresent()) {
            return hold.hold(purge, disturbed.get());
        }
        store.undisturbed(purge.id());
        Duration left = Duration.between(now, nextNotice.isBefore(notBefore) ? nextNotice : notBefore);
        Duration usual = config.look().coolingOff();
        return Next.in(left.compareTo(usual) < 0 ? left : usual);
    }

    private Next expire(PurgeRequest purge, PurgeState.CoolingOff cooling) {
        String what = cooling.notBefore() == null ? "fenced and found as it was approved" : "executed";
        database.inTransaction(() -> transition.moveAsSeen(
                purge,
                Exit.expire(database.now()),
                Cause.self("purge.expired", "not " + what + " until " + cooling.executeBy())));
        return Next.now();
    }

    private Next fence(PurgeRequest purge, Receipt receipt) {
        // Written down before the call: a reprieve that comes between then knows that there may be a fence to lift.
        database.inTransaction(() -> {
            store.lockAsSeen(purge);
            store.fenceAsked(purge.id());
        });
        AccountView.FenceView fence;
        try {
            fence = accounts.fence(purge.subject().accountId(), purge.id(), receipt.epoch());
        } catch (Neighbour.Refused e) {
            return hold.hold(purge, "the account could not be fenced: " + e.getMessage());
        }
        database.inTransaction(() -> {
            probes.put(purge.id(), fence.probe());
            if (store.lock(purge.id()).state() instanceof PurgeState.CoolingOff) {
                store.fenceStands(purge.id(), fence.epochAfter(), fence.since());
            } else {
                store.fenceToLift(purge.id());
            }
        });
        if (fence.probe().outcome().equals("NOT_PROVED")) {
            return hold.hold(
                    store.find(purge.id()).orElseThrow(),
                    "the fence is not proved: " + fence.probe().detail());
        }
        return Next.now();
    }

    private Next startTheClock(PurgeRequest purge, Receipt receipt) {
        Optional<String> moved = contentMoved(purge, receipt);
        if (moved.isPresent()) {
            database.inTransaction(() -> {
                store.lockAsSeen(purge);
                transition.note(
                        purge.id(),
                        Cause.self("purge.content-moved", moved.get() + ": a new backup and new approvals are needed"));
                store.openRound(purge.id());
            });
            return Next.now();
        }
        try {
            proveAct.beginningOf(purge);
        } catch (AuditRefused e) {
            return hold.hold(purge, "the log does not take what began the wait: " + e.getMessage());
        }
        Policy rules = policy.now();
        Instant from = latest(database.now(), purge.fence().since());
        for (ApprovalStore.Approval approval : approvals.counting(purge.id())) {
            from = latest(from, approval.at());
        }
        Instant start = from;
        Instant notBefore = start.plus(rules.coolingOff());
        database.inTransaction(() -> {
            store.lockAsSeen(purge);
            store.clockRuns(purge.id(), notBefore, notBefore.plus(rules.executionWindow()));
            notices.plan(purge.id(), start, notBefore);
        });
        return Next.now();
    }

    /** Anything that says somebody still needs this account, or that the ground under the approval has shifted. */
    private Optional<String> disturbed(PurgeRequest purge, Receipt receipt) {
        AccountView account = accounts.find(purge.subject().accountId()).orElse(null);
        if (account == null) {
            return Optional.of("account-service does not know the account any more");
        }
        if (!account.isFencedBy(purge.id())
                || !"PENDING_PURGE".equals(account.status())
                || account.epoch() != purge.fence().epoch()) {
            return Optional.of("the fence was lifted, or the account restored: it is %s at epoch %d"
                    .formatted(account.status(), account.epoch()));
        }
        Optional<String> rulesChanged = collect.rulesChanged(purge);
        if (rulesChanged.isPresent()) {
            return rulesChanged;
        }
        if (account.legalHold() != null) {
            return Optional.of("a legal hold was placed: " + account.legalHold().reason());
        }
        if (account.lastSignOfLifeAt() != null && account.lastSignOfLifeAt().isAfter(askedFor(purge))) {
            return Optional.of("a sign of life at " + account.lastSignOfLifeAt());
        }
        return contentMoved(purge, receipt);
    }

    /** When it was fenced, or, as a release knew of what had held it until then, asked for again. */
    private Instant askedFor(PurgeRequest purge) {
        return latest(purge.fence().since(), requestTurns.newest(purge.id()).at());
    }

    private Optional<String> contentMoved(PurgeRequest purge, Receipt receipt) {
        LiveDigests live = accounts.content(purge.subject().accountId());
        if (!live.rowsDigest().equals(receipt.rowsDigest())) {
            return Optional.of("the rows are not those of backup " + receipt.backupId());
        }
        if (!live.objectVersionsDigest().equals(receipt.objectVersionsDigest())) {
            return Optional.of("the objects are not those of backup " + receipt.backupId());
        }
        return Optional.empty();
    }

    private static Instant latest(Instant one, Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
