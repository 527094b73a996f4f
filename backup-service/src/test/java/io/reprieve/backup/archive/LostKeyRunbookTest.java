package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprieve.edge.Ed25519Pem;
import io.reprieve.verifier.ReprieveVerify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/runbooks/lost-key.md, as they stand there, and what the service makes of the files they leave. */
class LostKeyRunbookTest {
    private static final String BACKUP = "bkp_0192f0c1-0000-7000-8000-000000000001";

    @TempDir
    Path dir;

    private ArchiveKeys keys;
    private SealedArchive archive;

    @BeforeEach
    void before() throws Exception {
        assumeTrue(
                RunbookBlock.areInstalled("jq", "openssl", "bash"),
                "jq or openssl is not installed: the runbook is not tried here");
        keys = new ArchiveKeys(dir);
        archive = new SealedArchive(Files.createDirectories(dir.resolve("archive")), BACKUP, keys);
        Files.copy(dir.resolve("recovery.key"), dir.resolve("recovery.pem"));
        Files.copy(dir.resolve("signing.pub"), dir.resolve("backup-service.pub"));
    }

    @Test
    void a_key_is_added_then_wraps_and_the_old_one_still_opens() throws Exception {
        run("add");
        assertThat(keys.keyset().wrap(archive.dataKey(), "x/y").keyId()).isEqualTo("kek-1");
        run("switch");
        assertThat(keys.keyset().wrap(archive.dataKey(), "x/y").keyId()).startsWith("kek-20");
        assertThat(opened()).isEqualTo(archive.dataKey().bytes());
        assertThat(keys.keyset().holds(archive.manifest.keys().get(0))).isTrue();
    }

    @Test
    void a_backup_whose_keyset_is_lost_is_opened_by_the_recovery_key() throws Exception {
        Files.copy(
                new ArchiveKeys(dir.resolve("new")).file("keyset.json"),
                dir.resolve("keyset.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(keys.keyset().unwrap(archive.manifest.keys().get(0), archive.manifest.archive()))
                .isEmpty();
        assertThat(run("recover")).contains("proved: ", "signed, whole, opened");
        assertThat(opened()).isEqualTo(archive.dataKey().bytes());
        assertThat(keys.keyset()
                        .unwrap(archive.manifest.keys().get(0), "bkp_other/0001")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_new_recovery_key_is_one_the_service_takes() throws Exception {
        run("recovery");
        RecoveryKey fresh = RecoveryKey.read(dir.resolve("recovery.pub"));
        assertThat(fresh.holds(fresh.wrap(archive.dataKey()))).isTrue();
        assertThat(archive.manifest.keys()).noneMatch(fresh::holds);
    }

    @Test
    void archives_signed_by_a_former_key_are_accepted_for_as_long_as_it_is_pinned() throws Exception {
        Files.writeString(
                dir.resolve("signing.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + java.util.Base64.getEncoder()
                                .encodeToString(keys.signing().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        run("signing");
        byte[] envelope = Files.readAllBytes(dir.resolve("archive/manifest.json"));
        List<java.security.PublicKey> all = Ed25519Pem.publicKeys(dir.resolve("all-signing-keys.pem"));
        assertThat(all).hasSize(2);
        assertThat(SignedManifest.open(envelope, all)).isEqualTo(archive.manifest.toBytes());
        assertThatThrownBy(() -> SignedManifest.open(envelope, all.subList(0, 1)))
                .isInstanceOf(ArchiveDamaged.class);
        assertThat(ReprieveVerify.run(
                        new String[] {
                            "archive",
                            dir.resolve("archive").toString(),
                            dir.resolve("all-signing-keys.pem").toString()
                        },
                        System.out,
                        System.err))
                .isZero();
    }

    private byte[] opened() {
        return KeysetFile.read(dir.resolve("keyset.json"), new SecureRandom())
                .unwrap(archive.manifest.keys().get(0), archive.manifest.archive())
                .orElseThrow()
                .bytes();
    }

    private String run(String block) throws IOException, InterruptedException {
        return RunbookBlock.run("runbooks/lost-key.md", block, dir, Map.of());
    }
}
