package io.reprieve.purge.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that the guards look at, gathered at one moment. What depends on time is measured from the moment of the request, so
 * that no outcome changes because a day went by.
 *
 * @param standing how the account must be found
 * @param survivor meaningful for a duplicate clean-up with a named survivor alone
 * @param edges rows that tie the account to others, each named
 * @param backup null before there is one
 * @param drill null before there is a backup
 * @param content null before there is a backup
 */
public record PurgeFacts(
        Asked asked,
        Standing standing,
        GuardRules rules,
        Fact<Account> account,
        Fact<Holdings> holdings,
        Fact<List<Twin>> twins,
        Fact<Twin> survivor,
        Fact<DataMap> dataMap,
        Fact<OtherWork> otherWork,
        Fact<List<SignOfLife>> signs,
        Fact<Billing> billing,
        Fact<List<String>> edges,
        Fact<PastRequest> lastRequest,
        Fact<Backup> backup,
        Fact<Drill> drill,
        Fact<Content> content) {

    /**
     * The request itself.
     *
     * @param survivorAccountId for a duplicate clean-up, the account that stays; null when none was named
     * @param at when the request key was turned last
     */
    public record Asked(
            String purgeRequestId, String accountId, PurgeKind kind, String survivorAccountId, Instant at) {}

    /** @param fenced whether this very request holds the fence; {@code epoch} is the account's epoch then */
    public record Standing(boolean fenced, long epoch) {}

    /**
     * @param legalHold its reason, null without one
     * @param fence null when the account is not fenced
     * @param createdAt when it was registered
     */
    public record Account(String status, long epoch, String legalHold, Fence fence, Instant createdAt) {}

    /** @param probe HELD, NOT_PROVED or NOT_DECLARED */
    public record Fence(String purgeRequestId, long epochAfter, Instant since, String probe, String probeDetail) {}

    public record Twin(String accountId, String name, String status, Holdings holdings) {}

    public record DataMap(boolean passes, String digest, boolean fenceDeclared, List<String> errors) {}

    public record OtherWork(List<String> purgeRequestIds, List<String> restoreIds) {}

    /** The newest of its kind: LOGIN, PAYMENT, SUPPORT_CALL … */
    public record SignOfLife(String kind, Instant at) {}

    /**
     * What is still open by the product's own books.
     *
     * @param openSubscriptions null when the data map does not say how to ask
     * @param openInvoices likewise
     */
    public record Billing(Long openSubscriptions, Long openInvoices) {}

    /**
     * The requester's last request before this one.
     *
     * @param id null when there is none; {@code state} and {@code why} too
     */
    public record PastRequest(String id, String state, String why) {}

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

    /** Whether what is live is what the backup holds. */
    public record Content(String backupId, boolean rowsEqual, boolean objectsEqual) {}

    boolean hasBackup() {
        return backup != null;
    }

    /** The request counts as one about an account in use. Never true or false by the passing of time alone. */
    public boolean recentlyActive() {
        return !(new RecentActivityGuard().check(this).outcome() == Outcome.PASS);
    }
}
