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

/** Notes who looked at what, before they see it: a look that cannot be noted is not answered. */
@ApplicationScoped
public class BrowseAudit {

    private final Outbox outbox;
    private final Caller caller;

    BrowseAudit(Outbox outbox, Caller caller) {
        this.outbox = outbox;
        this.caller = caller;
    }

    /**
     * @param backup that was looked into
     * @param what was seen: names and counts, no values
     */
    @Transactional
    public void browsed(Backup backup, Map<String, Object> what) {
        browsed(backup, what, null);
    }

    /** @param reason why personal columns were asked for; null when they stayed masked */
    @Transactional
    public void browsed(Backup backup, Map<String, Object> what, String reason) {
        outbox.append(draft(backup, what).reason(reason));
    }

    private EventDraft draft(Backup backup, Map<String, Object> facts) {
        Actor actor = caller.actor();
        EventDraft draft = EventDraft.of("backup.browsed", backup.id)
                .account(backup.accountId)
                .by(new EventActor(actor.id(), actor.kind(), actor.clientId()));
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            draft = draft.with(fact.getKey(), fact.getValue());
        }
        return draft;
    }
}
