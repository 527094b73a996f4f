package io.reprieve.purge.execution;

import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.outbox.AuditEvent;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.approval.FourEyes;
import io.reprieve.purge.approval.Groups;
import io.reprieve.purge.approval.KeyRefused;
import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.budget.Budget;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.EvidenceChange;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cooling-off is over: keys, guards and content are looked at once more, the vault's locks are raised, and the audit
 * event for exactly this act is written with the move to ERASING.
 */
@ApplicationScoped
class BeginErasure {
    private final FourEyes fourEyes;
    private final RequestTurnStore requestTurns;
    private final ApprovalStore approvals;
    private final CollectEvidence collect;
    private final EvidenceStore evidence;
    private final AccountClient accounts;
    private final BackupClient backups;
    private final RoundStore rounds;
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final HoldPurge hold;
    private final PolicyInForce policy;
    private final Budget budget;
    private final Database database;
    private final PurgeConfig config;

    BeginErasure(
            FourEyes fourEyes,
            RequestTurnStore requestTurns,
            ApprovalStore approvals,
            CollectEvidence collect,
            EvidenceStore evidence,
            AccountClient accounts,
            BackupClient backups,
            RoundStore rounds,
            PurgeStore store,
            TransitionPurge transition,
            HoldPurge hold,
            PolicyInForce policy,
            Budget budget,
            Database database,
            PurgeConfig config) {
        this.fourEyes = fourEyes;
        this.requestTurns = requestTurns;
        this.approvals = approvals;
        this.collect = collect;
        this.evidence = evidence;
        this.accounts = accounts;
        this.backups = backups;
        this.rounds = rounds;
        this.store = store;
        this.transition = transition;
        this.hold = hold;
        this.policy = policy;
        this.budget = budget;
        this.database = database;
        this.config = config;
    }

    Next step(PurgeRequest purge, Receipt approved) {
        long accountsInAll = accounts.howMany();
        budget.requireErasure(accountsInAll);
        Findings findings = findings(purge, approved);
        if (findings.unknown()) {
            return Next.in(config.look().progress());
        }
        if (!findings.against().isEmpty()) {
            return hold.hold(purge, String.join("; ", findings.against()));
        }
        Receipt fresh;
        try {
            fresh = freshReceipt(purge, approved);
        } catch (Neighbour.Refused | InvalidSignedToken | OtherBackup e) {
            return hold.hold(purge, "no fresh receipt: " + e.getMessage());
        }
        database.inTransaction(() -> {
            budget.takeErasure(accountsInAll);
            AuditEvent event = transition.moveAsSeen(
                    purge,
                    Exit.erase(database.now()),
                    Cause.self("purge.executing", null)
                            .with("epoch", purge.fence().epoch())
                            .with("accountKey", purge.subject().accountKey())
                            .with("backupId", fresh.backupId())
                            .with("contentDigest", fresh.contentDigest())
                            .with("receiptSha256", fresh.sha256())
                            .with("lockedUntil", fresh.lockedUntil()));
            store.executing(purge.id(), event.id());
        });
        return Next.now();
    }

    /** @param unknown nothing known speaks against it, but not all could be asked */
    record Findings(List<String> against, boolean unknown) {}

    /** Keys and guards as they are today, held against what was approved. */
    Findings findings(PurgeRequest purge, Receipt approved) {
        List<String> against = new ArrayList<>(keysLost(purge).stream().toList());
        CollectEvidence.Collected now = collect.about(purge, approved);
        if (now.report().blocksOnlyForWantOfFacts()) {
            return new Findings(against, against.isEmpty());
        }
        if (now.report().blocks()) {
            against.add(now.report().reasons());
        }
        against.addAll(
                EvidenceChange.between(
                                evidence.current(purge.id()).orElseThrow().bound(),
                                now.evidence().bound())
                        .stream()
                        .map(change -> "since the approval " + change)
                        .toList());
        return new Findings(against, false);
    }

    private Optional<String> keysLost(PurgeRequest purge) {
        Keys keys = new Keys(requestTurns.holders(purge.id()), approvals.holders(purge.id()));
        Policy rules = policy.now();
        List<String> missing;
        try {
            missing = Groups.missing(rules.quorum().groups(), fourEyes.stillCount(keys, database.now(), rules));
        } catch (KeyRefused e) {
            return Optional.of("a key does not count any more: " + e.getMessage());
        }
        if (keys.approvers().size() < purge.quorum()) {
            return Optional.of(
                    "%d of %d approvals count".formatted(keys.approvers().size(), purge.quorum()));
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of("no approver is of " + String.join(", ", missing));
    }

    /** A receipt of this minute for the approved backup, after the locks on all of it were raised and read back. */
    Receipt freshReceipt(PurgeRequest purge, Receipt approved) {
        Receipt fresh = backups.lockAndReceipt(approved.backupId(), purge.id());
        if (!fresh.sameBackupAs(approved)) {
            throw new OtherBackup();
        }
        rounds.verified(purge.id(), purge.round(), fresh);
        return fresh;
    }

    static final class OtherBackup extends RuntimeException {
        OtherBackup() {
            super("the fresh receipt speaks of something else than the approved one");
        }
    }
}
