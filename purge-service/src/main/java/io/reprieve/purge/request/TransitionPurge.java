package io.reprieve.purge.request;

import io.reprieve.outbox.AuditEvent;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Set;

/**
 * The one function that moves a purge from state to state: under the row's lock, state, history and audit event in the
 * caller's transaction, or none of them.
 */
@ApplicationScoped
public class TransitionPurge {
    private static final Set<StateName> LEAVES_NO_FENCE =
            Set.of(StateName.REPRIEVED, StateName.EXPIRED, StateName.DENIED, StateName.BLOCKED);
    private static final Set<StateName> FORWARD =
            Set.of(StateName.BACKING_UP, StateName.AWAITING_APPROVAL, StateName.COOLING_OFF, StateName.ERASING);

    private final PurgeStore store;
    private final Freeze freeze;
    private final Database database;
    private final Outbox outbox;

    TransitionPurge(PurgeStore store, Freeze freeze, Database database, Outbox outbox) {
        this.store = store;
        this.freeze = freeze;
        this.database = database;
        this.outbox = outbox;
    }

    /**
     * Moves it, or throws and changes nothing.
     *
     * @return the audit event of the move
     * @throws io.reprieve.purge.lifecycle.IllegalMove when the present state does not offer this exit
     * @throws io.reprieve.purge.freeze.Frozen when it would bring the purge forward during a freeze
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public AuditEvent move(String id, Exit exit, Cause cause) {
        PurgeRequest purge = store.lock(id);
        PurgeState next = exit.from(purge.state());
        if (FORWARD.contains(next.name())) {
            freeze.requireNone();
        }
        database.update("""
                UPDATE purge_request
                   SET state = ?, why = ?, expires_at = ?, version = version + 1, updated_at = clock_timestamp(),
                       fence_to_lift = fence_to_lift OR (fence_asked AND ?)
                 WHERE id = ?
                """, next.name(), cause.reason(), expiresAt(next), LEAVES_NO_FENCE.contains(next.name()), id);
        return onRecord(purge, purge.state().name(), next.name(), cause);
    }

    /** The first entry of a purge that has just been inserted as REQUESTED. */
    @Transactional(Transactional.TxType.MANDATORY)
    AuditEvent begun(String id, Cause cause) {
        return onRecord(store.lock(id), null, StateName.REQUESTED, cause);
    }

    /** An act that leaves the state as it is (a first of two approvals, a release): history and audit all the same. */
    @Transactional(Transactional.TxType.MANDATORY)
    public AuditEvent note(String id, Cause cause) {
        PurgeRequest purge = store.lock(id);
        database.update(
                "UPDATE purge_request SET version = version + 1, updated_at = clock_timestamp() WHERE id = ?", id);
        return onRecord(purge, purge.state().name(), purge.state().name(), cause);
    }

    private AuditEvent onRecord(PurgeRequest purge, StateName from, StateName to, Cause cause) {
        EventDraft draft = EventDraft.of(cause.eventType(), purge.id())
                .account(purge.subject().accountId())
                .correlation(purge.id())
                .by(cause.actor())
                .reason(cause.reason())
                .with("from", from == null ? null : from.name())
                .with("to", to.name())
                .with("kind", purge.ask().kind().name());
        for (var fact : cause.detail().entrySet()) {
            draft = draft.with(fact.getKey(), fact.getValue());
        }
        AuditEvent event = outbox.append(draft);
        database.update(
                """
                INSERT INTO purge_history (purge_id, number, from_state, to_state, actor_id, actor_kind, reason, event_id,
                                           event_type)
                VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM purge_history WHERE purge_id = ?), ?, ?, ?, ?, ?, ?, ?)
                """,
                purge.id(),
                purge.id(),
                from,
                to,
                cause.actor().id(),
                cause.actor().kind(),
                cause.reason(),
                event.id(),
                event.type());
        return event;
    }

    private static Instant expiresAt(PurgeState state) {
        if (state instanceof PurgeState.AwaitingApproval awaiting) {
            return awaiting.expiresAt();
        }
        return state instanceof PurgeState.Held held ? held.expiresAt() : null;
    }
}
