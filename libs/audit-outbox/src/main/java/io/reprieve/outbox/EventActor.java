package io.reprieve.outbox;

import java.util.Objects;

/**
 * Who acted.
 *
 * @param id a person's opaque {@code person_id}, or {@code service:<client>}; never a name
 * @param kind {@code person} or {@code service}
 * @param client the OAuth client the act came through
 */
public record EventActor(String id, String kind, String client) {
    public EventActor {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
    }

    /** A person, acting through a client. */
    public static EventActor person(String personId, String client) {
        return new EventActor(personId, "person", client);
    }

    /** A service, acting by itself. */
    public static EventActor service(String client) {
        return new EventActor("service:" + client, "service", client);
    }
}
