package io.reprieve.backup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.edge.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryVaultTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String KEY = "backups/bkp_1/0001-a/tables/0000";

    @TempDir
    Path root;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void what_is_stored_is_read_and_read_only() throws IOException {
        StoredVersion stored = store("rows");
        assertThat(stored.size()).isEqualTo(4);
        assertThat(stored.sha256()).isEqualTo(Sha256.hex("rows".getBytes(StandardCharsets.UTF_8)));
        assertThat(read(stored)).isEqualTo("rows");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(KEY))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void it_says_of_every_lock_that_it_is_not_enforced() throws IOException {
        DirectoryVault vault = new DirectoryVault(root);
        assertThat(vault.probe(now, DAY).enforced()).isFalse();
        assertThat(vault.probe(now, DAY).detail()).contains("keeps no locks");
        StoredVersion stored = store("rows");
        assertThat(stored.lock().kept()).isFalse();
        assertThat(vault.raise(KEY, stored.versionId(), now, now.plus(DAY)))
                .isEqualTo(new Locked(now.plus(DAY), false));
        assertThat(new VaultParts(vault, now, now.plus(DAY)).everyLockKept()).isTrue();
    }

    @Test
    void a_file_is_written_once_and_another_under_its_key_is_another_version() throws IOException {
        StoredVersion first = store("first");
        StoredVersion second = store("second");
        assertThat(second.versionId()).isNotEqualTo(first.versionId());
        assertThat(read(first)).isEqualTo("first");
        assertThat(read(second)).isEqualTo("second");
    }

    @Test
    void a_file_that_was_not_completed_has_no_name() throws IOException {
        VaultUpload dying = new DirectoryVault(root).upload(KEY, now, now.plus(DAY));
        dying.write(new byte[100_000]);
        assertThat(root.resolve(KEY)).doesNotExist();
        assertThatThrownBy(() -> new DirectoryVault(root).open(KEY, "1")).isInstanceOf(ArchiveDamaged.class);
    }

    @Test
    void what_is_not_there_cannot_be_locked() {
        assertThatThrownBy(() -> new DirectoryVault(root).raise(KEY, "1", now, now.plus(DAY)))
                .isInstanceOf(VaultRefusal.class)
                .hasMessageContaining("nothing to lock");
    }

    @Test
    void no_key_leads_out_of_it() {
        for (String key : new String[] {"../x", "a/../../x", "/etc/passwd"}) {
            assertThatThrownBy(() -> new DirectoryVault(root).open(key, "1")).isInstanceOf(VaultRefusal.class);
        }
        assertThatThrownBy(() -> new DirectoryVault(root).open("a", "/../../x")).isInstanceOf(VaultRefusal.class);
    }

    private StoredVersion store(String text) throws IOException {
        VaultUpload upload = new DirectoryVault(root).upload(KEY, now, now.plus(DAY));
        upload.write(text.getBytes(StandardCharsets.UTF_8));
        upload.close();
        return upload.stored();
    }

    private String read(StoredVersion stored) throws IOException {
        try (InputStream in = new DirectoryVault(root).open(stored.key(), stored.versionId())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
