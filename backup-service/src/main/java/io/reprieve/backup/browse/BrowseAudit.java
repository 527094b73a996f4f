package io.reprieve.backup.browse;

import io.reprieve.backup.take.Backup;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Caller;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Notes who looked at what, before they see it. */
@ApplicationScoped
class BrowseAudit {

    private final Outbox outbox;
    private final Caller caller;

    BrowseAudit(Outbox outbox, Caller caller) {
        this.outbox = outbox;
        this.caller = caller;
    }

    @Transactional
    void browsed(Backup backup, Map<String, Object> what) {
        Actor actor = caller.actor();
        EventDraft draft = EventDraft.of("backup.browsed", backup.id)
                .account(backup.accountId)
                .by(new EventActor(actor.id(), actor.kind(), actor.clientId()));
        for (Map.Entry<String, Object> fact : what.entrySet()) {
            draft = draft.with(fact.getKey(), fact.getValue());
        }
        outbox.append(draft);
    }
}
