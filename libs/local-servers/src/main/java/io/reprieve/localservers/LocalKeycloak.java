package io.reprieve.localservers;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Follows in the next commit. */
public final class LocalKeycloak implements AutoCloseable {
    private LocalKeycloak() {}

    public static LocalKeycloak start(Path home, int port) {
        return start(home, port, message -> {});
    }

    public static LocalKeycloak start(Path home, int port, Consumer<String> progress) {
        throw new UnsupportedOperationException("follows in the next commit");
    }

    /** {@code http://localhost:<port>}. */
    public String url() {
        return "";
    }

    /** {@code http://localhost:<port>/realms/reprieve}: the issuer, and what {@code REPRIEVE_OIDC_URL} takes. */
    public String realmUrl() {
        return "";
    }

    public long pid() {
        return 0;
    }

    @Override
    public void close() {}
}
