package io.reprieve.purge.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.purge.guard.PurgeKind;
import io.reprieve.purge.lifecycle.PurgeState;
import java.time.Instant;

/**
 * One purge, as it stands.
 *
 * @param why of the state, null when it needs none
 * @param version raised by whatever an approver would want to see first; the ETag
 * @param round which backup counts
 * @param evidenceNumber null before there is evidence
 * @param evidenceRound the round the evidence in force was made in
 * @param tombstone null unless purged
 */
public record PurgeRequest(
        String id,
        Subject subject,
        Ask ask,
        PurgeState state,
        String why,
        long version,
        int round,
        int quorum,
        Integer evidenceNumber,
        Integer evidenceRound,
        Fence fence,
        Window window,
        Act act,
        JsonNode tombstone,
        Instant createdAt,
        Instant updatedAt) {

    /** @param survivorAccountId null unless a duplicate clean-up named one */
    public record Subject(String accountId, String accountName, String accountKey, String survivorAccountId) {}

    /** @param epoch the account's when the request was made */
    public record Ask(PurgeKind kind, String reason, String ticket, Requester requester, long epoch) {}

    public record Requester(String personId, String subject, String client, boolean service) {}

    /**
     * @param asked there may be a fence of ours, whatever the rest says
     * @param epoch the account's while our fence stands, else null
     * @param since by account-service's clock
     */
    public record Fence(boolean asked, Long epoch, Instant since, boolean toLift) {

        public boolean stands() {
            return epoch != null;
        }
    }

    /** @param notBefore null until the cooling-off's clock runs */
    public record Window(Instant notBefore, Instant executeBy, Instant checkedAt) {}

    /**
     * @param warrantExpiresAt set while the newest warrant has had no definite answer
     * @param reprieveAskedBy a reprieve that waits for account-service's word; else null
     */
    public record Act(
            String executingEvent, String warrantId, Instant warrantExpiresAt, ReprieveAsked reprieveAskedBy) {

        public boolean warrantIsOut() {
            return warrantExpiresAt != null;
        }
    }

    public record ReprieveAsked(String id, String kind, String client, String reason) {}

    /** What an approver repeats in {@code If-Match}. */
    public String etag() {
        return Long.toString(version);
    }

    /** A newer round than the evidence's is under way: its backup is being taken. */
    public boolean awaitsBackup() {
        return evidenceRound == null || evidenceRound < round;
    }
}
