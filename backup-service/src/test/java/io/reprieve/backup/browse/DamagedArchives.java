package io.reprieve.backup.browse;

import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.PartStore;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.backup.vault.VaultAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Archives each of whose parts has one wrong byte at its end. */
class DamagedArchives extends Archives {

    private final ManifestVault manifests;
    private final BackupKeys keys;
    private final VaultAccess vault;

    DamagedArchives(ManifestVault manifests, BackupKeys keys, VaultAccess vault) {
        super(manifests);
        this.manifests = manifests;
        this.keys = keys;
        this.vault = vault;
    }

    @Override
    public ArchiveReader archive(Backup backup) {
        return reading(() -> {
            Manifest manifest = manifests.read(backup);
            return new ArchiveReader(manifest, keys.unwrap(manifest), new Damaged(vault.parts(Instant.now())));
        });
    }

    private record Damaged(PartStore parts) implements PartStore {

        @Override
        public Sink create(String key) throws IOException {
            return parts.create(key);
        }

        @Override
        public InputStream open(String key, String versionId) throws IOException {
            try (InputStream whole = parts.open(key, versionId)) {
                byte[] bytes = whole.readAllBytes();
                bytes[bytes.length - 1] ^= 1;
                return new ByteArrayInputStream(bytes);
            }
        }
    }
}
