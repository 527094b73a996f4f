package io.reprieve.backup.vault;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Write-once storage: what was stored is read by version, kept until the end of its lock, and never changed. */
public interface Vault extends AutoCloseable {

    /** No lock reaches further: Ceph 16 wraps a date in 2110 to 1973 and unlocks. */
    Duration LONGEST_LOCK = Duration.ofDays(400);

    /**
     * @param key where to write
     * @param now present time, as the database tells it
     * @param until end of the first lock
     * @return a stream of constant memory; closing it completes the upload
     */
    VaultUpload upload(String key, Instant now, Instant until);

    /**
     * @param key where
     * @param versionId which version
     * @return its bytes
     * @throws io.reprieve.backup.archive.ArchiveDamaged {@code PART_MISSING} when it is not there
     */
    InputStream open(String key, String versionId) throws IOException;

    /**
     * Raises the lock of one version; never shortens it.
     *
     * @param key where
     * @param versionId which version
     * @param now present time, as the database tells it
     * @param until end of the lock wanted
     * @return the retention the vault names afterwards
     * @throws VaultRefusal when it is not kept, where it has to be, or there is nothing to keep
     */
    Locked raise(String key, String versionId, Instant now, Instant until);

    /**
     * Finds out whether this vault locks. (A refused delete would prove nothing: these credentials may not delete anyway.)
     *
     * @param now present time, as the database tells it
     * @param lock how long what is written to find out is kept
     * @return what was found
     */
    LockState probe(Instant now, Duration lock);

    @Override
    void close();

    /**
     * @param now present time
     * @param until end of a lock wanted
     * @return the same to the second, and no later than the longest lock
     */
    static Instant capped(Instant now, Instant until) {
        Instant longest = now.plus(LONGEST_LOCK);
        return (until.isAfter(longest) ? longest : until).truncatedTo(ChronoUnit.SECONDS);
    }
}
