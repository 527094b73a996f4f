package io.reprieve.backup.operation;

import io.reprieve.edge.Actor;
import io.reprieve.outbox.EventActor;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Who asked for a piece of work, as the audit log names them. */
@Embeddable
public class Requester {

    @Column(name = "requested_by")
    private String id;

    @Column(name = "requested_by_kind")
    private String kind;

    @Column(name = "requested_by_client")
    private String client;

    protected Requester() {}

    /**
     * @param actor who asks
     * @return the same, to be kept
     */
    public static Requester of(Actor actor) {
        Requester requester = new Requester();
        requester.id = actor.id();
        requester.kind = actor.kind();
        requester.client = actor.clientId();
        return requester;
    }

    /** @return who asked, for what is done in their name */
    public Actor actor() {
        return new Actor(id, kind, client);
    }

    /** @return who asked, for the audit log */
    public EventActor inEvents() {
        return new EventActor(id, kind, client);
    }
}
