package io.reprieve.audit.subscription;

/** What a subscriber is told of. */
public enum Topic {
    EVENTS,
    ALERTS
}
