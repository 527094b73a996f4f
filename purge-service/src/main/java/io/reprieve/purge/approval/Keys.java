package io.reprieve.purge.approval;

import java.util.List;

/** Whose hands have turned which keys of one purge so far: every requester (first and on release), every approver. */
public record Keys(List<Holder> requesters, List<Holder> approvers) {

    /** @param service a service account; only as a requester */
    public record Holder(String personId, String subject, boolean service) {}

    /** By this very user. */
    boolean requestedAs(String subject) {
        return requesters.stream().anyMatch(h -> h.subject().equals(subject));
    }

    /** By this person, as whatever user. */
    boolean requestedBy(String personId) {
        return requesters.stream().anyMatch(h -> h.personId().equals(personId));
    }

    boolean approvedBy(String personId, String subject) {
        return approvers.stream()
                .anyMatch(h -> h.personId().equals(personId) || h.subject().equals(subject));
    }
}
