package io.reprieve.audit.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.AuditServers;
import io.reprieve.audit.Events;
import io.reprieve.audit.append.AppendEvents;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.TileStore;
import io.reprieve.audit.tile.BundleStore;
import io.reprieve.audit.witnessed.Cosignatures;
import io.reprieve.localservers.LocalRadosgw;
import io.reprieve.localservers.S3Server;
import io.reprieve.localservers.TestServers;
import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.Verdict;
import io.reprieve.verifier.log.RangeCheck;
import io.reprieve.verifier.log.TileFolder;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The log's copy on an S3 server: one that keeps locks, where the machine has it. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class CopyLogIT {
    private static final String ORIGIN = "reprieve/audit";
    private static final String FOLDER = "audit-log/reprieve_audit/";

    @Inject
    CopyStore store;

    @Inject
    BundleStore bundles;

    @Inject
    TileStore tiles;

    @Inject
    Cosignatures cosignatures;

    @Inject
    AppendEvents sequencer;

    @ConfigProperty(name = "reprieve.audit.public-key")
    Path logKey;

    @TempDir
    Path folder;

    private final S3Server server = LocalRadosgw.isInstalled() ? TestServers.radosgw() : TestServers.s3();
    private final String bucket = "copies-" + UUID.randomUUID();
    private final CopiesConfig config = config();
    private final LogVault vault = new LogVault(config, ORIGIN, server.enforcesObjectLock());
    private S3Client s3;

    @BeforeEach
    void begin() {
        server.createLockedBucket(bucket);
        s3 = server.client();
    }

    @AfterEach
    void end() {
        s3.close();
        vault.close();
    }

    @Test
    void what_lies_in_the_vault_is_a_log_that_verifies_with_public_keys_alone() throws Exception {
        append(300);

        copying().into(bucket, vault);

        download();
        List<String> checkpoint = Files.readAllLines(folder.resolve("checkpoint"));
        assertThat(checkpoint).startsWith(ORIGIN);
        // Every entry by its number: other tests leave gaps in aggregates, which a check of the whole log would tell.
        Verdict verdict = RangeCheck.verify(
                new TileFolder(folder), LogKeys.of(PublicKeys.ed25519(logKey)), 0, Long.parseLong(checkpoint.get(1)));
        assertThat(verdict).as(verdict.message()).matches(Verdict::ok);
    }

    @Test
    void it_goes_on_where_it_was_and_puts_nothing_there_twice() {
        append(300);
        copying().into(bucket, vault);
        long copied = store.copied(bucket);
        int before = versions().size();
        append(256);

        copying().into(bucket, vault);

        assertThat(store.copied(bucket)).isEqualTo(copied + 256);
        assertThat(versions()).hasSize(before + 2);
        store.release(bucket);
        forgotten(bucket);

        copying().into(bucket, vault);

        assertThat(store.copied(bucket)).isEqualTo(copied + 256);
        assertThat(versions().stream().filter(version -> !version.key().endsWith("/checkpoint")))
                .as("a position that was lost doubles nothing")
                .extracting(ObjectVersion::key)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_vault_that_holds_another_log_is_told_and_not_written_to() {
        append(256);
        s3.putObject(
                r -> r.bucket(bucket).key(FOLDER + "tile/entries/000"),
                software.amazon.awssdk.core.sync.RequestBody.fromString("another"));

        assertThatThrownBy(() -> copying().into(bucket, vault))
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("tile/entries/000");

        assertThat(versions()).hasSize(1);
        assertThat(store.claim(bucket, Duration.ofDays(1)))
                .as("the claim was given back")
                .isPresent();
    }

    @Test
    void one_replica_copies_at_a_time() {
        append(256);
        assertThat(store.claim(bucket, Duration.ofDays(1))).isPresent();

        copying().into(bucket, vault);

        assertThat(versions()).isEmpty();
    }

    @Test
    void nothing_that_was_copied_can_be_removed_where_locks_are_kept() {
        append(256);
        copying().into(bucket, vault);

        if (server.enforcesObjectLock()) {
            ObjectVersion version = versions().get(0);
            assertThatThrownBy(() -> s3.deleteObject(
                            r -> r.bucket(bucket).key(version.key()).versionId(version.versionId())))
                    .isInstanceOf(S3Exception.class);
        }
        assertThat(versions()).isNotEmpty();
    }

    private CopyLog copying() {
        return new CopyLog(store, bundles, tiles, cosignatures, config);
    }

    private void append(int entries) {
        List<Entry> events = IntStream.range(0, entries)
                .mapToObj(i -> Events.event().entry())
                .toList();
        sequencer.append(events);
    }

    private List<ObjectVersion> versions() {
        return s3.listObjectVersionsPaginator(r -> r.bucket(bucket)).versions().stream()
                .toList();
    }

    private void download() throws Exception {
        for (ObjectVersion version : versions()) {
            Path file = folder.resolve(version.key().substring(FOLDER.length()));
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    s3.getObjectAsBytes(r -> r.bucket(bucket).key(version.key()))
                            .asByteArray());
        }
    }

    private static void forgotten(String vault) {
        try (var owner = AuditServers.owner().getConnection();
                var delete = owner.prepareStatement("DELETE FROM log_copy WHERE vault = ?")) {
            delete.setString(1, vault);
            delete.executeUpdate();
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private CopiesConfig config() {
        return new CopiesConfig() {
            @Override
            public Optional<String> bucket() {
                return Optional.of(bucket);
            }

            @Override
            public Optional<URI> endpoint() {
                return Optional.of(URI.create(server.endpoint()));
            }

            @Override
            public String region() {
                return "us-east-1";
            }

            @Override
            public Optional<String> accessKey() {
                return Optional.of(server.accessKey());
            }

            @Override
            public Optional<String> secretKey() {
                return Optional.of(server.secretKey());
            }

            @Override
            public Duration after() {
                return Duration.ZERO;
            }

            @Override
            public Duration close() {
                return Duration.ofDays(1);
            }

            @Override
            public Duration retention() {
                return Duration.ofHours(1);
            }

            @Override
            public Duration look() {
                return Duration.ofDays(1);
            }
        };
    }
}
