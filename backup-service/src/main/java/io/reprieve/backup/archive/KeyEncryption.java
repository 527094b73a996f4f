package io.reprieve.backup.archive;

import java.util.Optional;

/** Who wraps data keys and unwraps them again: a local keyset here, a cloud key service by another implementation. */
public interface KeyEncryption {

    /**
     * @param key the data key
     * @param archive {@code <backup id>/<attempt>}, bound to the wrapping: it unwraps for no other
     * @return the wrapped key, naming the key that wrapped it
     */
    WrappedKey wrap(DataKey key, String archive);

    /**
     * @param wrapped what {@link #wrap} returned, at any time before
     * @return whether it was wrapped by a key that this holder has
     */
    boolean holds(WrappedKey wrapped);

    /**
     * @param wrapped what {@link #wrap} returned, at any time before
     * @param archive the same as then
     * @return the data key; empty when this holder does not have that key, or the wrapping was altered
     */
    Optional<DataKey> unwrap(WrappedKey wrapped, String archive);
}
