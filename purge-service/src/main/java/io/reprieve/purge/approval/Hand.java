package io.reprieve.purge.approval;

import io.reprieve.edge.Caller;
import java.time.Instant;
import java.util.Set;

/**
 * The hand that turns a key: what the verified token says of its bearer.
 *
 * @param personId null when the claim is missing
 * @param authTime null for a service account
 * @param acr how strongly they signed in; null when the claim is missing
 */
public record Hand(
        String personId,
        String subject,
        String client,
        boolean human,
        boolean serviceAccount,
        Instant authTime,
        String acr,
        Set<String> roles) {

    public static Hand of(Caller caller) {
        return new Hand(
                caller.personId().orElse(null),
                caller.subject(),
                caller.clientId(),
                caller.isHuman(),
                caller.isServiceAccount(),
                caller.authTime().orElse(null),
                caller.acr().orElse(null),
                caller.roles());
    }

    /** The id under which a request by this hand is recorded. */
    public String requesterId() {
        return serviceAccount ? "service:" + client : personId;
    }

    public Keys.Holder asHolder() {
        return new Keys.Holder(requesterId(), subject, serviceAccount);
    }
}
