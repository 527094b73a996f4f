package io.reprieve.purge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that the guards look at, gathered at one moment.
 *
 * @param survivorAccountId for a duplicate clean-up, the account that stays; null when none was named
 * @param standing how the account must be found
 * @param survivor meaningful for a duplicate clean-up with a named survivor alone
 * @param backup null before there is one
 * @param drill null before there is a backup
 */
public record PurgeFacts(
        String purgeRequestId,
        String accountId,
        PurgeKind kind,
        String survivorAccountId,
        Standing standing,
        Fact<Account> account,
        Fact<Holdings> holdings,
        Fact<List<Twin>> twins,
        Fact<Twin> survivor,
        Fact<DataMap> dataMap,
        Fact<OtherWork> otherWork,
        Fact<Backup> backup,
        Fact<Drill> drill) {

    /** @param fenced whether this very request holds the fence; {@code epoch} is the account's epoch then */
    public record Standing(boolean fenced, long epoch) {}

    /**
     * @param legalHold its reason, null without one
     * @param fence null when the account is not fenced
     */
    public record Account(String status, long epoch, String legalHold, Fence fence, Instant lastSignOfLifeAt) {}

    /** @param probe HELD, NOT_PROVED or NOT_DECLARED */
    public record Fence(String purgeRequestId, long epochAfter, String probe, String probeDetail) {}

    public record Twin(String accountId, String name, String status, Holdings holdings) {}

    public record DataMap(boolean passes, String digest, boolean fenceDeclared, List<String> errors) {}

    public record OtherWork(List<String> purgeRequestIds, List<String> restoreIds) {}

    /** @param receiptProblem why the receipt does not hold, null when its signature and claims were verified */
    public record Backup(
            String backupId,
            String state,
            String receiptProblem,
            String dataMapDigest,
            boolean lockEnforced,
            boolean lockRequired,
            Instant lockedUntil) {}

    /**
     * The last time the account was put back beside the product.
     *
     * @param name the drill, or the backup whose verification it was
     * @param at when it ended; null when it is not told
     * @param problem why it failed, null when it did not
     * @param predictedSeconds what bringing the account back is foretold to take; null when nothing foretells it
     * @param age how long ago it was; null with {@code at}
     * @param maxAge how long ago it may be
     */
    public record Drill(
            String name, Instant at, String problem, Double predictedSeconds, Duration age, Duration maxAge) {}

    boolean hasBackup() {
        return backup != null;
    }
}
