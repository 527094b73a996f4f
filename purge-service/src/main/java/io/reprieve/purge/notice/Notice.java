package io.reprieve.purge.notice;

import java.time.Instant;

/**
 * One notice to an account's contacts.
 *
 * @param sentAt null until it went out, or was found to have nobody to go to
 * @param recipients how many addresses took it; null until {@code sentAt}
 * @param problem why it did not go out (yet); null when it did
 */
public record Notice(Moment moment, Instant dueAt, Instant sentAt, Integer recipients, String problem) {

    boolean isSettled() {
        return sentAt != null;
    }
}
