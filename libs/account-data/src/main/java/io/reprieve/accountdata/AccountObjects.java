package io.reprieve.accountdata;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An account's objects in the product's bucket. Without a bucket in the data map every account has none. */
public final class AccountObjects {

    AccountObjects(Optional<S3Source> source, Optional<ObjectStore> store) {}

    /** The current versions under the account's prefix, sorted by key (code points); delete markers hide theirs. */
    public List<ObjectVersion> list(String accountKey) {
        throw new UnsupportedOperationException();
    }

    /** The bytes of exactly this version. */
    public InputStream open(String key, String versionId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts an object back, with its content type, headers and metadata, unless the same bytes are current already.
     *
     * @return the version that is current now
     * @throws AccountDataException when what was stored is not {@code entry.sha256()}
     */
    public String putBack(String accountKey, ObjectEntry entry, InputStream bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Deletes exactly these (key, version) pairs; pairs that are gone count as deleted.
     *
     * @return findings for those the store refused to delete
     */
    public List<Finding> delete(String accountKey, Collection<ObjectVersion> versions) {
        throw new UnsupportedOperationException();
    }

    /** What lies under the account's prefix and is not one of these pairs: other versions, delete markers, new objects. */
    public List<Finding> findings(String accountKey, Collection<ObjectVersion> expected) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 hex over {@code key \t versionId \t size \n}, keys as JSON strings, sorted. */
    public static String versionsDigest(Collection<ObjectVersion> versions) {
        throw new UnsupportedOperationException();
    }
}
