package io.reprieve.localservers;

/** The major versions of PostgreSQL that can be started here. */
public enum PostgresVersion {
    V15,
    /** On the class path: what is started where nobody asks for another. */
    V17,
    V18;

    public static final PostgresVersion DEFAULT = V17;

    /** The major version: {@code 17}. */
    public int major() {
        return Integer.parseInt(name().substring(1));
    }
}
