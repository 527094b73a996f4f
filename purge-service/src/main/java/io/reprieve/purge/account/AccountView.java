package io.reprieve.purge.account;

import java.time.Instant;
import java.util.List;

/**
 * What account-service says of an account, as far as a purge needs it.
 *
 * @param legalHold null without one
 * @param fence null when there is none
 * @param contacts of the customer; whom to tell
 */
public record AccountView(
        String id,
        String name,
        String accountKey,
        String status,
        long epoch,
        LegalHold legalHold,
        FenceView fence,
        Instant lastSignOfLifeAt,
        List<Contact> contacts,
        Instant createdAt) {

    public AccountView {
        contacts = contacts == null ? List.of() : List.copyOf(contacts);
    }

    /** @param email null when none is known */
    public record Contact(String name, String email) {}

    public record LegalHold(String reason, String by, Instant at) {}

    /** @param since by account-service's database */
    public record FenceView(String purgeRequestId, long epochBefore, long epochAfter, Instant since, Probe probe) {
        private static final Probe UNTOLD = new Probe("NOT_PROVED", "no probe was made");

        public FenceView {
            probe = probe == null ? UNTOLD : probe;
        }
    }

    /** @param outcome HELD, NOT_PROVED or NOT_DECLARED */
    public record Probe(String outcome, String detail) {}

    public boolean isFencedBy(String purgeRequestId) {
        return fence != null && purgeRequestId.equals(fence.purgeRequestId());
    }
}
