package io.reprieve.benchmarks;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.archive.ArchiveWriter;
import io.reprieve.backup.archive.DataKey;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.PartStore;
import io.reprieve.backup.archive.SignedManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** Takes archives as backup-service does, with its own classes, into folders instead of a vault. */
final class Archives {

    static final DigestKey DIGEST_KEY = DigestKey.derive(new byte[32], "acc_benchmark");

    private static final String BACKUP = "bkp_benchmark";

    private final SecureRandom random = new SecureRandom();
    private final KeyPair signing = signingKey();
    private final DataMap map;

    Archives(DataMap map) {
        this.map = map;
    }

    /** From the product to signed, flushed files; gives what reads them back. */
    ArchiveReader take(AccountEngine engine, String accountKey, Path folder) throws IOException {
        PartStore parts = new FolderParts(folder);
        DataKey key = DataKey.random(random);
        String attempt = "0001-" + Long.toHexString(random.nextLong());
        ArchiveWriter writer = new ArchiveWriter(parts, key, BACKUP, attempt, random);
        ExportResult export = engine.export(accountKey, DIGEST_KEY, writer, Progress.NONE);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                BACKUP,
                attempt,
                "acc_benchmark",
                accountKey,
                1,
                false,
                Instant.now(),
                export.snapshotAt(),
                export.serverVersion(),
                export.settings(),
                new Manifest.UsedDataMap(export.dataMapDigest(), map.text()),
                List.of(),
                new Manifest.Digests(
                        export.contentDigest(),
                        export.rowsDigest(),
                        export.objectsDigest(),
                        export.objectVersionsDigest()),
                List.of(),
                writer.tableParts(export.tables()),
                writer.objectParts(export));
        byte[] sealed = SignedManifest.seal(manifest.toBytes(), signing.getPrivate(), "0000000000000000");
        try (OutputStream out = parts.create(Manifest.vaultKey(BACKUP, attempt, "manifest.json"))) {
            out.write(sealed);
        }
        return new ArchiveReader(Manifest.parse(SignedManifest.open(sealed, List.of(signing.getPublic()))), key, parts);
    }

    private static KeyPair signingKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
