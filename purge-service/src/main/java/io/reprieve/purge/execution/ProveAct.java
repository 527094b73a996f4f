package io.reprieve.purge.execution;

import io.reprieve.outbox.AuditLogClient;
import io.reprieve.outbox.ProvenEntry;
import io.reprieve.outbox.Relay;
import io.reprieve.purge.notice.SendNotices;
import io.reprieve.purge.request.HistoryStore;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** No audit, no purge: the event is in the log, the log proves it under the pinned key, and its clock agrees with ours. */
@ApplicationScoped
class ProveAct {
    private final Relay relay;
    private final AuditLogClient auditLog;
    private final HistoryStore history;
    private final SendNotices notices;
    private final PurgeClock clock;

    ProveAct(Relay relay, AuditLogClient auditLog, HistoryStore history, SendNotices notices, PurgeClock clock) {
        this.relay = relay;
        this.auditLog = auditLog;
        this.history = history;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * @throws io.reprieve.outbox.AuditUnavailable the log does not answer
     * @throws io.reprieve.outbox.AuditRefused the log will not have the event, or does not hold it
     * @throws io.reprieve.outbox.ProofInvalid the answer proves nothing
     * @throws io.reprieve.purge.request.ClockAstray the log's clock says otherwise
     */
    ProvenEntry of(PurgeRequest purge) {
        String eventId = purge.act().executingEvent();
        relay.relayNow(eventId);
        ProvenEntry proof = auditLog.proof(eventId);
        clock.requireOver(notices.erasableFrom(purge).orElseThrow(), auditLog.newestCheckpointSignedAt());
        return proof;
    }

    /**
     * What began the wait is in the log as well, whose clock is not ahead of ours.
     *
     * @throws io.reprieve.outbox.AuditUnavailable the log does not answer
     * @throws io.reprieve.outbox.AuditRefused the log will not have the event
     * @throws io.reprieve.purge.request.ClockAstray the log's clock is ahead
     */
    void beginningOf(PurgeRequest purge) {
        relay.relayNow(history.newestEventOf(purge.id()));
        clockIsNotBehind();
    }

    /**
     * What is counted from now on is not counted from too early.
     *
     * @throws io.reprieve.outbox.AuditUnavailable the log does not answer
     * @throws io.reprieve.purge.request.ClockAstray the log's clock is ahead
     */
    void clockIsNotBehind() {
        clock.requireNotBehind(auditLog.newestCheckpointSignedAt());
    }
}
