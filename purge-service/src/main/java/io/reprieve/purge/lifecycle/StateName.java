package io.reprieve.purge.lifecycle;

import static java.util.EnumSet.noneOf;
import static java.util.EnumSet.of;

import java.util.Set;

/** The states of a purge request by name, as callers and the database see them. */
public enum StateName {
    REQUESTED,
    BACKING_UP,
    AWAITING_APPROVAL,
    COOLING_OFF,
    HELD,
    ERASING,
    PURGED,
    BLOCKED,
    DENIED,
    EXPIRED,
    REPRIEVED,
    RESTORED;

    /** Where a request in this state may go; every other move is refused. */
    public Set<StateName> exits() {
        return switch (this) {
            case REQUESTED -> of(BACKING_UP, BLOCKED, REPRIEVED);
            case BACKING_UP -> of(AWAITING_APPROVAL, BLOCKED, HELD, REPRIEVED);
            case AWAITING_APPROVAL -> of(COOLING_OFF, DENIED, EXPIRED, BLOCKED, REPRIEVED);
            case COOLING_OFF -> of(ERASING, HELD, AWAITING_APPROVAL, EXPIRED, REPRIEVED);
            case HELD -> of(AWAITING_APPROVAL, EXPIRED, REPRIEVED, PURGED);
            case ERASING -> of(HELD, PURGED, REPRIEVED);
            case PURGED -> of(RESTORED);
            case BLOCKED, DENIED, EXPIRED, REPRIEVED, RESTORED -> noneOf(StateName.class);
        };
    }

    /** No exit is left. */
    public boolean isFinal() {
        return exits().isEmpty();
    }

    /** The account may still be erased by this request, so no other request may run beside it. */
    public boolean isLive() {
        return exits().contains(REPRIEVED);
    }
}
