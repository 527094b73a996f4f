package io.reprieve.purge.outbox;

import io.reprieve.outbox.AuditEvent;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.inject.Vetoed;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** An outbox that hands each event's id and draft on. */
@Vetoed
public class MemoryOutbox extends Outbox {
    private final Supplier<String> ids;
    private final BiConsumer<String, EventDraft> taken;

    public MemoryOutbox(Supplier<String> ids, BiConsumer<String, EventDraft> taken) {
        super(null, null, null, "purge-service");
        this.ids = ids;
        this.taken = taken;
    }

    /** The same, but events of one type are lost. */
    public MemoryOutbox forgetting(String type) {
        return new MemoryOutbox(ids, (id, event) -> {
            if (!event.type().equals(type)) {
                taken.accept(id, event);
            }
        });
    }

    @Override
    public AuditEvent append(EventDraft draft) {
        String id = ids.get();
        taken.accept(id, draft);
        return new AuditEvent(id, draft.type(), draft.subject(), 1, null, new byte[0]);
    }
}
