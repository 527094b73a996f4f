package io.reprieve.backup.take;

import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.PartStore;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.vault.VaultAccess;
import io.reprieve.edge.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;

/** Signed manifests in the vault: written last, read by pinned version, believed only under this service's signature. */
@ApplicationScoped
public class ManifestVault {

    private static final String NAME = "manifest.json";

    private final VaultAccess vault;
    private final BackupKeys keys;
    private final DatabaseTime time;

    ManifestVault(VaultAccess vault, BackupKeys keys, DatabaseTime time) {
        this.vault = vault;
        this.keys = keys;
        this.time = time;
    }

    SealedManifest write(Manifest manifest, PartStore parts) throws IOException {
        String key = Manifest.vaultKey(manifest.backupId(), manifest.attempt(), NAME);
        PartStore.Sink sink = parts.create(key);
        try (sink) {
            sink.write(keys.seal(manifest));
        }
        return new SealedManifest(key, sink.stored().versionId(), sink.stored().sha256());
    }

    /**
     * @param backup a verified backup
     * @return its manifest, read from the vault and checked
     * @throws ArchiveDamaged when it is not the one that was written
     */
    public Manifest read(Backup backup) throws IOException {
        return read(backup.id, new SealedManifest(backup.manifestKey, backup.manifestVersionId, backup.manifestSha256));
    }

    Manifest read(String backupId, SealedManifest sealed) throws IOException {
        Manifest manifest = Manifest.parse(keys.open(envelope(sealed)));
        if (!manifest.backupId().equals(backupId)
                || !sealed.key().equals(Manifest.vaultKey(backupId, manifest.attempt(), NAME))) {
            throw new ArchiveDamaged(
                    Damage.MANIFEST_FOREIGN, "the manifest is of " + manifest.archive() + ", not of " + backupId);
        }
        return manifest;
    }

    /**
     * @param backup a verified backup
     * @return the manifest's bytes as they were signed
     * @throws ArchiveDamaged when they were altered
     */
    public byte[] payload(Backup backup) throws IOException {
        return keys.open(envelope(backup));
    }

    /**
     * @param backup a verified backup
     * @return the signed envelope, byte for byte as it lies in the vault
     */
    public byte[] envelope(Backup backup) throws IOException {
        return envelope(new SealedManifest(backup.manifestKey, backup.manifestVersionId, backup.manifestSha256));
    }

    private byte[] envelope(SealedManifest sealed) throws IOException {
        try (InputStream stored = parts().open(sealed.key(), sealed.versionId())) {
            byte[] envelope = stored.readAllBytes();
            if (!Sha256.hex(envelope).equals(sealed.sha256())) {
                throw new ArchiveDamaged(Damage.MANIFEST_ALTERED, "the manifest is not the bytes that were written");
            }
            return envelope;
        }
    }

    /**
     * @param backup a verified backup
     * @return its archive, ready to be read
     */
    public ArchiveReader archive(Backup backup) throws IOException {
        return archive(read(backup));
    }

    ArchiveReader archive(Manifest manifest) throws ArchiveDamaged {
        return new ArchiveReader(manifest, keys.unwrap(manifest), parts());
    }

    private PartStore parts() {
        return vault.parts(time.now());
    }
}
