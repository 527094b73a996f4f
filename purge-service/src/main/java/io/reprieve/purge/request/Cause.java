package io.reprieve.purge.request;

import io.reprieve.edge.Actor;
import io.reprieve.outbox.EventActor;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who moved a purge, why, and what the audit log shall say of it.
 *
 * @param reason null when the event type says it all
 */
public record Cause(EventActor actor, String eventType, String reason, Map<String, Object> detail) {
    private static final EventActor SELF = EventActor.service("purge-service");

    public Cause {
        detail = Map.copyOf(detail);
    }

    /** This service, on its own. */
    public static Cause self(String eventType, String reason) {
        return new Cause(SELF, eventType, reason, Map.of());
    }

    public static Cause by(Actor actor, String eventType, String reason) {
        return new Cause(new EventActor(actor.id(), actor.kind(), actor.clientId()), eventType, reason, Map.of());
    }

    /** With one more fact; a null is left out. */
    public Cause with(String name, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new TreeMap<>(detail);
        more.put(name, value);
        return new Cause(actor, eventType, reason, more);
    }
}
