package io.reprieve.purge.request;

import io.reprieve.outbox.AuditEvent;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
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
    private final HistoryStore history;
    private final Freeze freeze;
    private final Outbox outbox;

    TransitionPurge(PurgeStore store, HistoryStore history, Freeze freeze, Outbox outbox) {
        this.store = store;
        this.history = history;
        this.freeze = freeze;
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
        return move(store.lock(id), exit, cause);
    }

    /**
     * The same, of a purge that was looked at before: what was decided about it holds for it as it was seen alone.
     *
     * @throws MovedMeanwhile when it is not as it was seen any more
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public AuditEvent moveAsSeen(PurgeRequest seen, Exit exit, Cause cause) {
        return move(store.lockAsSeen(seen), exit, cause);
    }

    private AuditEvent move(PurgeRequest purge, Exit exit, Cause cause) {
        PurgeState next = exit.from(purge.state());
        if (FORWARD.contains(next.name())) {
            freeze.requireNone();
        }
        store.moved(purge.id(), next, cause.reason(), LEAVES_NO_FENCE.contains(next.name()));
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
        store.changed(id);
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
        history.add(purge.id(), from, to, cause, event);
        return event;
    }
}
