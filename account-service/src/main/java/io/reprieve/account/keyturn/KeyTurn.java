package io.reprieve.account.keyturn;

import java.time.Instant;
import java.util.List;

/**
 * One person's act, as account-service itself checked and recorded it.
 *
 * @param personId {@code person_id}, or {@code service:<client>} for a service account's request
 * @param subject the user in Keycloak, whose effective roles are asked again at the erasure
 * @param roles as the token had them then
 * @param digest the request's, or the evidence's
 * @param epoch the account's when it was decided
 * @param reason of a request; null otherwise
 * @param evidence canonical JSON that was approved; null for a request
 */
public record KeyTurn(
        String id,
        String purgeRequestId,
        String accountId,
        Turn turn,
        String personId,
        String personKind,
        String subject,
        String clientId,
        List<String> roles,
        String digest,
        long epoch,
        String kind,
        String reason,
        String evidence,
        Instant at) {
    public boolean byPerson() {
        return personKind.equals("person");
    }
}
