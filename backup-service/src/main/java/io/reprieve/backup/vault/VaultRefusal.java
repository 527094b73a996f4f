package io.reprieve.backup.vault;

/** The vault does not do what a vault must: no lock, no version, no bucket. */
public final class VaultRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what it did not do, and what to change */
    public VaultRefusal(String message) {
        super(message);
    }
}
