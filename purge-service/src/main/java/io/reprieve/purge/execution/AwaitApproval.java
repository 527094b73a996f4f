package io.reprieve.purge.execution;

import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.EvidenceChange;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** While people look at the evidence: keep it true, and let silence end in expiry. */
@ApplicationScoped
public class AwaitApproval {
    private final RoundStore rounds;
    private final CollectEvidence collect;
    private final EvidenceStore evidence;
    private final PurgeStore store;
    private final TransitionPurge transition;
    private final Database database;
    private final PurgeConfig config;

    AwaitApproval(
            RoundStore rounds,
            CollectEvidence collect,
            EvidenceStore evidence,
            PurgeStore store,
            TransitionPurge transition,
            Database database,
            PurgeConfig config) {
        this.rounds = rounds;
        this.collect = collect;
        this.evidence = evidence;
        this.store = store;
        this.transition = transition;
        this.database = database;
        this.config = config;
    }

    /** What a look at the evidence came to. */
    public enum Look {
        AS_IT_WAS,
        CHANGED,
        BLOCKED,
        UNKNOWN
    }

    Next step(PurgeRequest purge, Instant expiresAt) {
        Instant now = database.now();
        if (!now.isBefore(expiresAt)) {
            database.inTransaction(() -> transition.moveAsSeen(
                    purge,
                    Exit.expire(database.now()),
                    Cause.self("purge.expired", "not approved until " + expiresAt)));
            return Next.now();
        }
        Look look = look(purge);
        if (look == Look.BLOCKED) {
            return Next.now();
        }
        Duration left = Duration.between(now, expiresAt);
        Duration usual = config.look().waiting();
        return Next.in(left.compareTo(usual) < 0 ? left : usual);
    }

    /** Holds the evidence in force against the facts of this moment, and puts new evidence in force when it differs. */
    public Look look(PurgeRequest purge) {
        Receipt receipt = rounds.find(purge.id(), purge.round()).orElseThrow().receipt();
        CollectEvidence.Collected collected = collect.about(purge, receipt);
        if (collected.report().blocksOnlyForWantOfFacts()) {
            return Look.UNKNOWN;
        }
        PurgeEvidence inForce = evidence.current(purge.id()).orElseThrow();
        List<String> changes =
                EvidenceChange.between(inForce.bound(), collected.evidence().bound());
        boolean blocks = collected.report().blocks();
        if (changes.isEmpty() && !blocks) {
            return Look.AS_IT_WAS;
        }
        return database.callInTransaction(() -> {
            PurgeRequest locked = store.lock(purge.id());
            if (locked.state().name() != StateName.AWAITING_APPROVAL || locked.version() != purge.version()) {
                return Look.CHANGED;
            }
            if (blocks) {
                transition.move(
                        purge.id(),
                        Exit.block(),
                        Cause.self("purge.blocked", collected.report().reasons())
                                .with("guards", collected.report().results()));
            } else {
                transition.note(
                        purge.id(),
                        Cause.self("purge.evidence-changed", String.join("; ", changes))
                                .with(
                                        "evidenceDigest",
                                        collected.evidence().bound().digest()));
            }
            evidence.put(purge.id(), purge.round(), collected.evidence());
            return blocks ? Look.BLOCKED : Look.CHANGED;
        });
    }
}
