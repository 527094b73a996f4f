package io.reprieve.purge.execution;

import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.facts.GatherFacts;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * A round's backup, from the order to the evidence built on its receipt. Used by the first backup and by every later one
 * (content moved before the fence held; a release): what comes of it is always that approval is awaited.
 */
@ApplicationScoped
class TakeBackup {
    private final RoundStore rounds;
    private final BackupClient backups;
    private final GatherFacts facts;
    private final CollectEvidence collect;
    private final EvidenceStore evidence;
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final HoldPurge hold;
    private final PolicyInForce policy;
    private final Database database;
    private final PurgeConfig config;

    TakeBackup(
            RoundStore rounds,
            BackupClient backups,
            GatherFacts facts,
            CollectEvidence collect,
            EvidenceStore evidence,
            PurgeStore store,
            TransitionPurge transition,
            HoldPurge hold,
            PolicyInForce policy,
            Database database,
            PurgeConfig config) {
        this.rounds = rounds;
        this.backups = backups;
        this.facts = facts;
        this.collect = collect;
        this.evidence = evidence;
        this.store = store;
        this.transition = transition;
        this.hold = hold;
        this.policy = policy;
        this.database = database;
        this.config = config;
    }

    Next step(PurgeRequest purge) {
        RoundStore.Round round =
                rounds.open(purge.id(), purge.round(), purge.state().name().name());
        if (tookTooLong(purge, round)) {
            return hold.failed(purge, "not backed up and ready for approval until " + latestEnd(round));
        }
        if (round.receipt() != null) {
            return prove(purge, round.receipt());
        }
        try {
            return round.operationId() == null ? order(purge) : follow(purge, round.operationId());
        } catch (Neighbour.Refused e) {
            return hold.failed(purge, e.getMessage());
        } catch (InvalidSignedToken e) {
            return hold.failed(purge, "the receipt does not hold: " + e.code());
        }
    }

    /** Every other state that waits for a backup ends by a time of its own. */
    private boolean tookTooLong(PurgeRequest purge, RoundStore.Round round) {
        return purge.state() instanceof PurgeState.BackingUp && !database.now().isBefore(latestEnd(round));
    }

    private Instant latestEnd(RoundStore.Round round) {
        return round.startedAt().plus(policy.now().approvalWindow());
    }

    private Next order(PurgeRequest purge) {
        String operationId =
                backups.take(purge.id() + "/" + purge.round(), purge.subject().accountId(), purge.id());
        rounds.operation(purge.id(), purge.round(), operationId);
        return Next.now();
    }

    private Next follow(PurgeRequest purge, String operationId) {
        BackupClient.Progress progress = backups.progress(operationId);
        if (progress instanceof BackupClient.Failed failed) {
            return hold.failed(purge, "the backup failed: " + failed.why());
        }
        if (progress instanceof BackupClient.Taken taken) {
            Receipt receipt = backups.receipt(taken.backupId(), purge.id());
            long expected = facts.standing(purge).epoch();
            if (!receipt.backupId().equals(taken.backupId())
                    || !receipt.accountId().equals(purge.subject().accountId())) {
                return hold.failed(purge, "the receipt is of another backup or account");
            }
            if (receipt.epoch() != expected) {
                return hold.failed(
                        purge, "the backup is of epoch %d, expected %d".formatted(receipt.epoch(), expected));
            }
            rounds.verified(purge.id(), purge.round(), receipt);
            return Next.now();
        }
        return Next.in(config.look().progress());
    }

    private Next prove(PurgeRequest purge, Receipt receipt) {
        CollectEvidence.Collected collected = collect.about(purge, receipt);
        if (collected.report().blocksOnlyForWantOfFacts()) {
            return Next.in(config.look().progress());
        }
        if (collected.report().blocks()) {
            return blocked(purge, collected);
        }
        long version = database.callInTransaction(() -> {
            transition.moveAsSeen(
                    purge,
                    Exit.awaitApproval(database.now().plus(policy.now().approvalWindow())),
                    Cause.self("purge.backup-ready", null)
                            .with("backupId", receipt.backupId())
                            .with("evidenceDigest", collected.evidence().bound().digest())
                            .with("contentDigest", receipt.contentDigest())
                            .with("epoch", receipt.epoch())
                            .with("round", purge.round()));
            evidence.put(purge.id(), purge.round(), collected.evidence());
            return store.lock(purge.id()).version();
        });
        return Next.in(config.look().waiting()).leaving(version);
    }

    private Next blocked(PurgeRequest purge, CollectEvidence.Collected collected) {
        String reasons = collected.report().reasons();
        if (purge.state() instanceof PurgeState.Blockable) {
            database.inTransaction(() -> {
                transition.moveAsSeen(
                        purge,
                        Exit.block(),
                        Cause.self("purge.blocked", reasons)
                                .with("guards", collected.report().results()));
                evidence.put(purge.id(), purge.round(), collected.evidence());
            });
            return Next.now();
        }
        return hold.failed(purge, reasons);
    }
}
