package io.reprieve.backup.browse;

import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Archives for callers who wait: damage and silence of the vault become problems. */
@ApplicationScoped
public class Archives {

    private final ManifestVault manifests;

    Archives(ManifestVault manifests) {
        this.manifests = manifests;
    }

    /** Something that reads. */
    public interface Reading<T> {

        /** @return what was read */
        T read() throws IOException;
    }

    /**
     * @param backup a verified backup
     * @return its manifest
     * @throws Problem 409 when the archive is damaged, 503 when the vault does not answer
     */
    public Manifest manifest(Backup backup) {
        return reading(() -> manifests.read(backup));
    }

    /**
     * @param backup a verified backup
     * @return its archive
     * @throws Problem 409 when the archive is damaged, 503 when the vault does not answer
     */
    public ArchiveReader archive(Backup backup) {
        return reading(() -> manifests.archive(backup));
    }

    byte[] payload(Backup backup) {
        return reading(() -> manifests.payload(backup));
    }

    byte[] envelope(Backup backup) {
        return reading(() -> manifests.envelope(backup));
    }

    /**
     * @param reading something that reads an archive
     * @param <T> what it gives
     * @return what it gave
     * @throws Problem 409 when the archive is damaged, 503 when the vault does not answer
     */
    public <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            ArchiveDamaged damaged = ArchiveDamaged.in(e).orElse(null);
            if (damaged != null) {
                throw Problem.of(409, damaged.damage().code(), "The archive is damaged", damaged.getMessage());
            }
            if (e instanceof RuntimeException other) {
                throw other;
            }
            throw Problem.of(503, "vault-silent", "The vault does not answer", "Try again later.");
        }
    }
}
