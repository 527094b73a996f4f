package io.reprieve.backup.vault;

import io.reprieve.backup.archive.PartStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** An archive's parts in the vault, each written under the first, short lock. Remembers whether every one of those locks was kept. */
public final class VaultParts implements PartStore {

    private final Vault vault;
    private final Instant now;
    private final Instant firstLock;
    private volatile boolean everyLockKept = true;

    /**
     * @param vault where to
     * @param now present time, as the database tells it
     * @param firstLock end of the lock that parts are written under
     */
    public VaultParts(Vault vault, Instant now, Instant firstLock) {
        this.vault = vault;
        this.now = now;
        this.firstLock = firstLock;
    }

    /** @return whether the vault kept the lock of everything written through this */
    public boolean everyLockKept() {
        return everyLockKept;
    }

    @Override
    public Sink create(String key) {
        VaultUpload upload = vault.upload(key, now, firstLock);
        return new Sink() {
            @Override
            public void write(int b) throws IOException {
                upload.write(b);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                upload.write(from, offset, length);
            }

            @Override
            public void close() throws IOException {
                upload.close();
                // Parts are stored by several threads: one that found its lock kept must not hide one that did not.
                if (!upload.stored().lock().kept()) {
                    everyLockKept = false;
                }
            }

            @Override
            public Stored stored() {
                StoredVersion version = upload.stored();
                return new Stored(version.versionId(), version.size(), version.sha256());
            }
        };
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        return vault.open(key, versionId);
    }
}
