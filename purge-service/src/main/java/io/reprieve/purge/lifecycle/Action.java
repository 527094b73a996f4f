package io.reprieve.purge.lifecycle;

/** What people may ask of a purge request; the wire form is lower case. */
public enum Action {
    APPROVE,
    DENY,
    RELEASE,
    REPRIEVE;

    /** Whether it brings a purge to an end; such acts go on during a freeze. */
    public boolean stops() {
        return this == DENY || this == REPRIEVE;
    }

    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
