package io.reprieve.edge;

/**
 * Who did it, as the audit log names them.
 *
 * @param id the person's {@code person_id}, or {@code service:<client>}
 * @param kind {@code person} or {@code service}
 * @param clientId the OAuth client that was used
 */
public record Actor(String id, String kind, String clientId) {
    public static final String PERSON = "person";
    public static final String SERVICE = "service";

    /** A service acting on its own, as on a timer. */
    public static Actor service(String clientId) {
        return new Actor("service:" + clientId, SERVICE, clientId);
    }
}
