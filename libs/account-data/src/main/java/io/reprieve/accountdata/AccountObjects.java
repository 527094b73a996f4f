package io.reprieve.accountdata;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An account's objects in the product's bucket. Without a bucket in the data map every account has none. */
public final class AccountObjects {

    private final Bucket bucket;
    private final S3Source source;

    AccountObjects(Optional<S3Source> source, Optional<ObjectStore> store) {
        if (source.isPresent() && store.isEmpty()) {
            throw new IllegalArgumentException("the data map declares a bucket: an object store is needed");
        }
        this.source = source.orElse(null);
        this.bucket = source.map(files -> new Bucket(store.orElseThrow().s3(), files.bucket()))
                .orElse(null);
    }

    /** The current versions under the account's prefix, sorted by key (code points); delete markers hide theirs. */
    public List<ObjectVersion> list(String accountKey) {
        List<ObjectVersion> current = new ArrayList<>();
        if (bucket != null) {
            bucket.versions(prefix(accountKey), listed -> {
                if (listed.current() && !listed.deleteMarker()) {
                    current.add(listed.version());
                }
            });
        }
        current.sort(Comparator.comparing(version -> version.key().codePoints().toArray(), Arrays::compare));
        return current;
    }

    /** The bytes of exactly this version. */
    public InputStream open(String key, String versionId) {
        return bucket().open(key, versionId);
    }

    /**
     * Puts an object back, with its content type, headers and metadata, unless the same bytes are current already.
     *
     * @return the version that is current now
     * @throws AccountDataException when the bytes are not those of {@code entry}; then nothing is stored
     */
    public String putBack(String accountKey, ObjectEntry entry, InputStream bytes) {
        requireOurs(accountKey, entry.key());
        Optional<String> same = bucket().current(entry.key())
                .filter(head -> bucket().same(head, entry))
                .map(Bucket.Head::versionId);
        return same.orElseGet(() -> bucket().put(entry, bytes));
    }

    /**
     * Deletes exactly these (key, version) pairs; pairs that are gone count as deleted.
     *
     * @return findings for those the store refused to delete
     */
    public List<Finding> delete(String accountKey, Collection<ObjectVersion> versions) {
        versions.forEach(version -> requireOurs(accountKey, version.key()));
        return versions.isEmpty() ? List.of() : bucket().delete(versions);
    }

    /** What lies under the account's prefix and is not one of these pairs: other versions, delete markers, new objects. */
    public List<Finding> findings(String accountKey, Collection<ObjectVersion> expected) {
        List<Finding> findings = new ArrayList<>();
        if (bucket == null) {
            return findings;
        }
        Set<String> pairs = new HashSet<>();
        expected.forEach(version -> pairs.add(version.key() + "\0" + version.versionId()));
        bucket.versions(prefix(accountKey), listed -> {
            ObjectVersion version = listed.version();
            if (!pairs.contains(version.key() + "\0" + version.versionId())) {
                String what = listed.deleteMarker() ? "delete marker" : listed.current() ? "object" : "older version";
                findings.add(Finding.error(
                        "object-unexpected",
                        version.key(),
                        what + " " + version.versionId() + " is under the account's prefix and not in the manifest"));
            }
        });
        return findings;
    }

    /** SHA-256 hex over {@code key \t versionId \t size \n}, keys as JSON strings, sorted. */
    public static String versionsDigest(Collection<ObjectVersion> versions) {
        return ContentDigests.objectVersions(versions);
    }

    /** Copies one version into the sink and hashes it on the way. */
    ObjectEntry copyOut(ObjectVersion version, ExportSink sink) {
        return bucket().copyOut(version, sink);
    }

    /** Which archived objects are to be put back, which are there, and whose place is taken. */
    RestorePlan.ObjectsPlan plan(String accountKey, List<ObjectEntry> entries) {
        List<ObjectEntry> insert = new ArrayList<>();
        List<ObjectEntry> equal = new ArrayList<>();
        List<ObjectEntry> conflict = new ArrayList<>();
        for (ObjectEntry entry : entries) {
            requireOurs(accountKey, entry.key());
            Optional<Bucket.Head> head = bucket().current(entry.key());
            if (head.isEmpty()) {
                insert.add(entry);
            } else {
                (bucket().same(head.get(), entry) ? equal : conflict).add(entry);
            }
        }
        return new RestorePlan.ObjectsPlan(insert, equal, conflict);
    }

    /** What is wrong with the bucket itself. */
    List<Finding> check() {
        return bucket == null ? List.of() : bucket.check();
    }

    private Bucket bucket() {
        if (bucket == null) {
            throw new IllegalStateException("the data map declares no bucket");
        }
        return bucket;
    }

    private String prefix(String accountKey) {
        try {
            return source.prefixOf(accountKey);
        } catch (IllegalArgumentException e) {
            throw new AccountRefused(List.of(Finding.error("key-in-prefix", accountKey, e.getMessage())));
        }
    }

    private void requireOurs(String accountKey, String objectKey) {
        if (!objectKey.startsWith(prefix(accountKey))) {
            throw new IllegalArgumentException(objectKey + " is not under the account's prefix");
        }
    }
}
