package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.datamap.S3Source;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An account's objects in the product's bucket: every version and delete marker under its prefix and, where accounts below go
 * along with it, under theirs. Without a bucket in the data map every account has none.
 */
public final class AccountObjects {

    private final S3Source source;
    private final boolean along;
    private final S3Client s3;
    private final VersionWriter.Parts parts;
    private final VersionListing listing;

    public AccountObjects(DataMap map, Optional<ObjectStore> store) {
        this(map.files(), map.postgres().children() == PostgresSource.Children.ALONG, store, VersionWriter.Parts.USUAL);
    }

    /** @param along whether objects of accounts below are the account's, which then only the rows tell */
    AccountObjects(Optional<S3Source> source, boolean along, Optional<ObjectStore> store, VersionWriter.Parts parts) {
        if (source.isPresent() && store.isEmpty()) {
            throw new IllegalArgumentException("the data map declares a bucket: an object store is needed");
        }
        this.source = source.orElse(null);
        this.along = along;
        this.s3 = source.isPresent() ? store.orElseThrow().s3() : null;
        this.parts = parts;
        this.listing =
                source.map(files -> new VersionListing(s3, files.bucket())).orElse(null);
    }

    /** Every version and delete marker under one account's prefix: by key (code points), each key's from the oldest on. */
    public List<ObjectVersion> list(String accountKey) {
        return list(List.of(accountKey));
    }

    /** As {@link #list(String)}, of several accounts, one after the other. */
    public List<ObjectVersion> list(Collection<String> accountKeys) {
        List<ObjectVersion> versions = new ArrayList<>();
        accountKeys.forEach(key -> histories(key, versions::addAll));
        return versions;
    }

    /**
     * Deletes exactly these; those that are gone count as deleted. Whoever deletes in several calls takes the newest of a key
     * first: what a crash leaves is then the beginning of its history, which a restore completes.
     *
     * @return findings for those the store refused to delete
     */
    public List<Finding> delete(String accountKey, Collection<ObjectVersion> versions) {
        versions.forEach(version -> requireOurs(accountKey, version.key()));
        return versions.isEmpty() ? List.of() : new VersionDeletion(s3, bucket()).delete(versions);
    }

    /** As {@link #delete(String, Collection)}, but sparing those of accounts that are there again; these are told. */
    public List<Finding> delete(String accountKey, Collection<ObjectVersion> versions, Set<String> live) {
        Map<Boolean, List<ObjectVersion>> byLife = versions.stream()
                .collect(Collectors.partitioningBy(
                        version -> owner(version).filter(live::contains).isPresent()));
        List<Finding> kept = new ArrayList<>(delete(accountKey, byLife.get(false)));
        byLife.get(true)
                .forEach(version -> kept.add(Finding.error(
                        "object-owner-live",
                        version.key(),
                        "is account " + owner(version).orElseThrow()
                                + "'s, which went along with the one above and is there again: it is not deleted")));
        return kept;
    }

    private Optional<String> owner(ObjectVersion version) {
        return source.accountOf(version.key());
    }

    /**
     * What lies under the account's prefix, or under one of those that these lie under, and is not one of these: other
     * versions, delete markers, new objects.
     */
    public List<Finding> findings(String accountKey, Collection<ObjectVersion> expected) {
        Set<List<String>> pairs = new HashSet<>();
        expected.forEach(version -> pairs.add(List.of(version.key(), version.versionId())));
        List<Finding> findings = new ArrayList<>();
        Consumer<List<ObjectVersion>> taker = history -> {
            for (ObjectVersion version : history) {
                if (!pairs.contains(List.of(version.key(), version.versionId()))) {
                    findings.add(Finding.error(
                            "object-unexpected",
                            version.key(),
                            what(history, version) + " " + version.versionId()
                                    + " is under the account's prefix and not in the manifest"));
                }
            }
        };
        accounts(accountKey, expected.stream().map(ObjectVersion::key)).forEach(account -> histories(account, taker));
        return findings;
    }

    private static String what(List<ObjectVersion> history, ObjectVersion version) {
        if (version.deleteMarker()) {
            return "delete marker";
        }
        return version == history.get(history.size() - 1) ? "object" : "older version";
    }

    /** Those that the store will not delete at that moment, being locked; each names its key and until when. */
    public List<Finding> locked(List<ObjectVersion> versions, Instant at) {
        return versions.isEmpty() ? List.of() : new ObjectLocks(s3, bucket()).standing(versions, at);
    }

    /** SHA-256 hex over what {@link ContentDigests#objectVersions} says. */
    public static String versionsDigest(Collection<ObjectVersion> versions) {
        return ContentDigests.objectVersions(versions);
    }

    /** Copies versions into the sink, a few at once; entries come back in the order of {@code versions}. */
    public List<ObjectEntry> copyOut(List<ObjectVersion> versions, ExportSink sink, Progress progress) {
        if (versions.isEmpty()) {
            return List.of();
        }
        VersionReader reader = new VersionReader(s3, bucket());
        LargeOnes large = new LargeOnes();
        return AFewAtOnce.each(
                versions,
                version -> large.alone(version.size(), () -> reader.copyOut(version, sink)),
                done -> progress.report(done, "objects"));
    }

    /** Which archived versions are to be put back, which are there, and whose place is taken. */
    public RestorePlan.ObjectsPlan plan(String accountKey, List<ObjectEntry> entries) {
        return entries.isEmpty()
                ? RestorePlan.ObjectsPlan.NONE
                : restore(accountKey, entries).plan();
    }

    /**
     * Puts back what is missing of the archived histories. Run again, it goes on where it ended; two at once would write a
     * history twice, which {@code AccountEngine} sees to.
     *
     * @param inUse whether people use the account again: a key that they may have changed is left alone
     */
    public ObjectsRestored putBack(String accountKey, ArchiveSource archive, boolean inUse, Progress progress) {
        List<ObjectEntry> entries = archive.objects();
        return entries.isEmpty()
                ? new ObjectsRestored(0, List.of())
                : restore(accountKey, entries).run(archive, inUse, progress);
    }

    private ObjectsRestore restore(String accountKey, List<ObjectEntry> entries) {
        entries.forEach(entry -> requireOurs(accountKey, entry.key()));
        Map<String, List<ObjectVersion>> live = new HashMap<>();
        accounts(accountKey, entries.stream().map(ObjectEntry::key))
                .forEach(account ->
                        histories(account, history -> live.put(history.get(0).key(), history)));
        return new ObjectsRestore(
                new VersionReader(s3, bucket()), new VersionWriter(s3, bucket(), parts), entries, live);
    }

    /** How the archived objects' current states differ from the live ones; bytes are read where nothing shorter tells. */
    public List<ObjectDifference> differences(String accountKey, List<ObjectEntry> archived) {
        List<ObjectDifference.State> live = new ArrayList<>();
        histories(accountKey, history -> live.add(ObjectDifference.State.of(history.get(history.size() - 1))));
        if (source == null) {
            return ObjectDifference.between(archived, live, (one, other) -> false);
        }
        VersionReader reader = new VersionReader(s3, bucket());
        return ObjectDifference.between(archived, live, (entry, state) -> reader.same(entry, state.version()));
    }

    /** What is wrong with the bucket itself. */
    public List<Finding> check() {
        return source == null ? List.of() : new BucketCheck(s3, source).run();
    }

    private void histories(String accountKey, Consumer<List<ObjectVersion>> taker) {
        if (source == null) {
            return;
        }
        String prefix = prefix(accountKey);
        try {
            listing.each(prefix, taker);
        } catch (SdkException e) {
            throw new AccountDataException("listing " + prefix + " failed: " + e.getMessage(), e);
        }
    }

    private String bucket() {
        if (source == null) {
            throw new IllegalStateException("the data map declares no bucket");
        }
        return source.bucket();
    }

    private String prefix(String accountKey) {
        try {
            return source.prefixOf(accountKey);
        } catch (IllegalArgumentException e) {
            throw new AccountRefused(List.of(Finding.error("key-in-prefix", accountKey, e.getMessage())));
        }
    }

    /** The account, and those below it that the objects tell of. */
    public Set<String> accounts(String accountKey, Stream<String> objectKeys) {
        Set<String> accounts = new TreeSet<>(Set.of(accountKey));
        if (along) {
            objectKeys.flatMap(key -> source.accountOf(key).stream()).forEach(accounts::add);
        }
        return accounts;
    }

    private void requireOurs(String accountKey, String objectKey) {
        boolean ours = along
                ? source != null && source.accountOf(objectKey).isPresent()
                : objectKey.startsWith(prefix(accountKey));
        if (!ours) {
            throw new IllegalArgumentException(objectKey + " is not under the account's prefix");
        }
    }
}
