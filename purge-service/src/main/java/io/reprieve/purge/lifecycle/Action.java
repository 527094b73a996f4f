package io.reprieve.purge.lifecycle;

/** What people may ask of a purge request; the wire form is lower case. */
public enum Action {
    APPROVE,
    DENY,
    RELEASE,
    REPRIEVE;

    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
