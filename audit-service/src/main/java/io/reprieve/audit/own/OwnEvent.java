package io.reprieve.audit.own;

import java.time.Instant;
import java.util.Map;

/**
 * What this service has to say in its own log. Each is an aggregate of its own: the first and only event of its subject.
 *
 * @param id {@code evt_} and a UUID; saying the same again with the same id and time is saying it once
 * @param accountId the account concerned; null when none is
 * @param actor who acted: a person's id, or {@code service:<client>}
 * @param client the OAuth client the act came through; null when unknown
 * @param reason the rule; null when none
 * @param detail JSON-able facts, without contents of the customer's data
 */
public record OwnEvent(
        String id,
        String type,
        String subject,
        Instant time,
        String accountId,
        String actor,
        String client,
        String reason,
        Map<String, Object> detail) {}
