package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket of its own in which archived objects lie beside the product, each restore's in a folder of its own until that is
 * dropped. Of each key it holds what was current: older versions and what was deleted stay in the archive.
 */
public final class ScratchBucket {

    private final S3Client s3;
    private final String bucket;

    /**
     * @param store with credentials that may write and delete in this bucket, and in no other
     * @param bucket with or without versions
     */
    public ScratchBucket(ObjectStore store, String bucket) {
        this.s3 = store.s3();
        this.bucket = bucket;
    }

    /** Its name. */
    public String name() {
        return bucket;
    }

    /** Those of the archive's objects that are wanted and were current. */
    public static List<ObjectEntry> current(List<ObjectEntry> archived, RestoreScope.Selection selection) {
        Map<String, ObjectEntry> newest = new LinkedHashMap<>();
        new RestoreScope(selection, false).objects(archived).forEach(entry -> newest.put(entry.key(), entry));
        return newest.values().stream().filter(entry -> !entry.deleteMarker()).toList();
    }

    /** How many versions of wanted objects are not {@link #current}: older ones, and those of deleted objects. */
    public static int older(List<ObjectEntry> archived, RestoreScope.Selection selection) {
        long versions = new RestoreScope(selection, false)
                .objects(archived).stream()
                        .filter(entry -> !entry.deleteMarker())
                        .count();
        return Math.toIntExact(versions - current(archived, selection).size());
    }

    /**
     * Puts them under {@code folder/} and their own keys, each proved against its archived hash on the way. Whatever the folder held
     * before is gone.
     *
     * @return how many lie there
     * @throws AccountDataException when the archive cannot be read, or the bucket does not take or show them
     */
    public int restore(ArchiveSource archive, List<ObjectEntry> entries, String folder, Progress progress) {
        drop(folder);
        VersionWriter writer = new VersionWriter(s3, bucket, VersionWriter.Parts.USUAL);
        LargeOnes large = new LargeOnes();
        AFewAtOnce.each(
                entries,
                entry -> large.alone(entry.size(), () -> writer.put(in(folder, entry), () -> archive.object(entry))),
                done -> progress.report(done, "objects"));
        // Counted by key: an answer that was lost makes the client write a second version of the same bytes.
        long found =
                versions(folder).stream().map(ObjectVersion::key).distinct().count();
        if (found != entries.size()) {
            throw new AccountDataException(
                    "of " + entries.size() + " objects " + found + " lie in " + bucket + "/" + folder);
        }
        return entries.size();
    }

    /** Deletes what {@link #restore} put there, every version; nothing where there is nothing. */
    public void drop(String folder) {
        List<ObjectVersion> versions = versions(folder);
        List<Finding> refused = versions.isEmpty() ? List.of() : new VersionDeletion(s3, bucket).delete(versions);
        if (!refused.isEmpty()) {
            throw new AccountDataException(refused.size() + " objects of " + bucket + "/" + folder
                    + " could not be deleted, the first: " + refused.get(0).message());
        }
    }

    private List<ObjectVersion> versions(String folder) {
        List<ObjectVersion> versions = new ArrayList<>();
        try {
            new VersionListing(s3, bucket).each(folder + "/", versions::addAll);
        } catch (SdkException e) {
            throw new AccountDataException("listing " + bucket + "/" + folder + " failed: " + e.getMessage(), e);
        }
        return versions;
    }

    /** The same bytes and metadata; of the bucket's own class, since it is not kept for long. */
    private static ObjectEntry in(String folder, ObjectEntry entry) {
        return new ObjectEntry(
                folder + "/" + entry.key(),
                entry.versionId(),
                false,
                entry.lastModified(),
                entry.size(),
                entry.sha256(),
                entry.contentType(),
                entry.metadata(),
                entry.headers(),
                entry.tags(),
                null,
                entry.noted());
    }
}
