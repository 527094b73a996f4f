package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.account.AccountView;
import io.reprieve.purge.guard.GuardResult;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A purge request as callers see it.
 *
 * @param why the present state, null when it needs no reason
 * @param remaining of the cooling-off, null while no clock runs
 * @param notices to the account's contacts, of the cooling-off whose clock runs or ran
 * @param allowedActions what people may ask for now: approve, deny, release, reprieve
 */
public record PurgeView(
        String id,
        String accountId,
        String accountName,
        String accountKey,
        String survivorAccountId,
        String kind,
        String reason,
        String ticket,
        String state,
        String why,
        RequesterView requester,
        EvidenceView evidence,
        Quorum quorum,
        List<ApprovalView> approvals,
        FenceView fence,
        Instant notBefore,
        Instant executeBy,
        Duration remaining,
        Instant expiresAt,
        List<Notice> notices,
        String warrantId,
        boolean reprievePending,
        JsonNode tombstone,
        List<HistoryEntry> history,
        List<String> allowedActions,
        Instant createdAt,
        Instant updatedAt) {

    /** @param kind person or service */
    public record RequesterView(String personId, String kind, String client) {}

    /**
     * @param digest null when there is nothing to approve
     * @param canonical the bytes the digest is of (UTF-8)
     * @param footprint null when unknown
     * @param receipt backup-service's signed statement, compact
     */
    public record EvidenceView(
            String digest,
            String canonical,
            Long epoch,
            String policyVersion,
            String contentDigest,
            String dataMapDigest,
            Holdings footprint,
            List<GuardResult> guards,
            String backupId,
            String receipt,
            Instant lockedUntil,
            Boolean lockEnforced) {}

    /** @param groupsMissing groups that no approval so far stands for */
    public record Quorum(int needed, int given, List<String> groupsMissing) {}

    /** @param counts whether it is over the evidence in force */
    public record ApprovalView(
            String personId, String evidenceDigest, String comment, String keyTurnId, Instant at, boolean counts) {}

    /**
     * @param since by account-service's clock
     * @param probe HELD (a write was refused), NOT_PROVED or NOT_DECLARED, in account-service's words; null until it is known
     */
    public record FenceView(long epoch, Instant since, AccountView.Probe probe) {}

    public record HistoryEntry(
            Instant at, String from, String to, String event, String eventId, By actor, String reason) {}

    public record By(String id, String kind) {}
}
