package io.reprieve.backup.verify;

import io.reprieve.accountdata.archive.ForwardingArchive;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.objects.AFewAtOnce;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.accountdata.scratch.VerifiedContent;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Restores an archive, read back from the vault, into the scratch database and compares what comes out with its manifest. */
@ApplicationScoped
public class VerifyArchive {

    private final ScratchDatabase scratch;
    private final BackupKeys keys;

    VerifyArchive(ScratchDatabase scratch, BackupKeys keys) {
        this.scratch = scratch;
        this.keys = keys;
    }

    /**
     * @param archive read back from the vault
     * @param progress told of rows and objects as they are checked
     * @throws WorkFailed when the archive is damaged or does not hold what its manifest says
     */
    public void prove(ArchiveReader archive, WorkProgress progress) {
        Manifest manifest = archive.manifest();
        try {
            proveRows(archive, manifest, progress);
            proveObjects(archive, manifest, progress);
        } catch (RuntimeException e) {
            throw ArchiveDamaged.in(e)
                    .<RuntimeException>map(d -> new WorkFailed(d.damage().code(), d.getMessage(), d))
                    .orElse(e);
        }
    }

    private void proveRows(ArchiveReader archive, Manifest manifest, WorkProgress progress) {
        VerifiedContent found = scratch.verify(new Watched(archive, progress), keys.digestKey(manifest.accountId()));
        if (!found.rowsDigest().equals(manifest.digests().rows())) {
            throw new WorkFailed(
                    "digest-differs",
                    "Restored into the scratch database, these tables are not what was exported: "
                            + differing(manifest.contents(), found.tables()));
        }
        if (!found.references().containsAll(manifest.references())) {
            throw new WorkFailed(
                    "digest-differs",
                    "Restored into the scratch database, the shared rows of these tables are not what was exported: "
                            + differing(manifest.references(), found.references()));
        }
    }

    private static List<String> differing(List<TableContent> expected, List<TableContent> found) {
        return expected.stream()
                .filter(table -> !found.contains(table))
                .map(TableContent::name)
                .toList();
    }

    private static void proveObjects(ArchiveReader archive, Manifest manifest, WorkProgress progress) {
        long before = progress.done();
        AFewAtOnce.each(
                archive.objects(),
                entry -> entry.deleteMarker() || proved(archive, entry),
                done -> progress.reached(before + done));
        String objects = ContentDigests.objects(archive.objects());
        if (!objects.equals(manifest.digests().objects())
                || !ContentDigests.content(manifest.digests().rows(), objects)
                        .equals(manifest.digests().content())) {
            throw new WorkFailed("digest-differs", "The manifest's digests do not add up");
        }
    }

    private static boolean proved(ArchiveReader archive, ObjectEntry entry) {
        try (InputStream bytes = archive.object(entry)) {
            if (!sha256(bytes).equals(entry.sha256())) {
                throw new WorkFailed("digest-differs", "An object is not the bytes that were exported");
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(InputStream bytes) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Watched(ArchiveReader archive, WorkProgress progress) implements ForwardingArchive {

        @Override
        public InputStream rows(TableShape shape) throws IOException {
            archive.manifest().tables().stream()
                    .filter(t -> t.shape().equals(shape))
                    .forEach(t -> progress.reached(progress.done() + t.rows()));
            return archive.rows(shape);
        }
    }
}
