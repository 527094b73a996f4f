package io.reprieve.backup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.localservers.LocalRadosgw;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The vault on a server that enforces Object Lock; the credentials used here may delete, which those of a deployment may not. */
class VaultLockIT {

    private static final String BUCKET = "vault";
    private static final Duration DAY = Duration.ofDays(1);

    private static LocalRadosgw server;
    private static S3Client s3;
    private static S3Vault vault;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void start() {
        assumeTrue(LocalRadosgw.isInstalled(), "radosgw is not installed: Object Lock is not tried here");
        server = TestServers.radosgw();
        s3 = VaultClients.client(server);
        new VaultBucket(s3, BUCKET).makeIfAbsent();
        vault = new S3Vault(s3, BUCKET, true);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            s3.close();
        }
    }

    @Test
    void a_bucket_made_here_is_a_vault_that_locks() {
        new VaultBucket(s3, BUCKET).require();
        assertThat(vault.probe(now, DAY).enforced()).isTrue();
    }

    @Test
    void the_start_is_refused_where_the_buckets_lock_is_not_what_a_vault_needs() {
        s3.createBucket(r -> r.bucket("plain"));
        refused("plain", "cannot be used as a vault|is not versioned");
        s3.putBucketVersioning(r -> r.bucket("plain").versioningConfiguration(v -> v.status("Enabled")));
        refused("plain", "cannot be used as a vault|has no Object Lock");
        s3.createBucket(r -> r.bucket("lenient").objectLockEnabledForBucket(true));
        byDefault("lenient", ObjectLockRetentionMode.GOVERNANCE, 1);
        refused("lenient", "locks by default in mode GOVERNANCE");
        byDefault("lenient", ObjectLockRetentionMode.COMPLIANCE, 4_000);
        refused("lenient", "locks by default for 4000 days");
        refused("absent", "cannot be used as a vault");
        byDefault("lenient", ObjectLockRetentionMode.COMPLIANCE, 1);
        VaultConfig config = VaultClients.config(server, "lenient");
        try (Vault opened = VaultOpening.open(config, false)) {
            assertThat(VaultOpening.probed(opened, config, false, now).enforced())
                    .isTrue();
        }
    }

    private static void refused(String bucket, String why) {
        assertThatThrownBy(() -> VaultOpening.open(VaultClients.config(server, bucket), false))
                .isInstanceOf(VaultRefusal.class)
                .hasMessageFindingMatch(why);
    }

    private static void byDefault(String bucket, ObjectLockRetentionMode mode, int days) {
        s3.putObjectLockConfiguration(r -> r.bucket(bucket).objectLockConfiguration(c -> c.objectLockEnabled("Enabled")
                .rule(rule -> rule.defaultRetention(d -> d.mode(mode).days(days)))));
    }

    @Test
    void a_locked_version_cannot_be_deleted_by_a_key_that_may_delete() throws IOException {
        StoredVersion stored = stored("parts/kept", 1_000);
        assertThat(stored.lock().kept()).isTrue();
        assertThatThrownBy(() ->
                        s3.deleteObject(r -> r.bucket(BUCKET).key(stored.key()).versionId(stored.versionId())))
                .isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> s3.deleteObject(r -> r.bucket(BUCKET)
                        .key(stored.key())
                        .versionId(stored.versionId())
                        .bypassGovernanceRetention(true)))
                .isInstanceOf(S3Exception.class);
        assertThat(vault.open(stored.key(), stored.versionId()).readAllBytes()).hasSize(1_000);
    }

    @Test
    void a_delete_without_version_hides_nothing_from_pinned_reads() throws IOException {
        StoredVersion stored = stored("parts/hidden", 10);
        s3.deleteObject(r -> r.bucket(BUCKET).key(stored.key()));
        assertThat(vault.open(stored.key(), stored.versionId()).readAllBytes()).hasSize(10);
    }

    @Test
    void a_lock_cannot_be_shortened_by_a_key_that_may_delete() throws IOException {
        StoredVersion stored = stored("parts/long", 10);
        assertThatThrownBy(() -> s3.putObjectRetention(r -> r.bucket(BUCKET)
                        .key(stored.key())
                        .versionId(stored.versionId())
                        .retention(
                                k -> k.mode(ObjectLockRetentionMode.COMPLIANCE).retainUntilDate(now.plusSeconds(60)))))
                .isInstanceOf(S3Exception.class);
        assertThat(vault.retainedUntil(stored.key(), stored.versionId())).contains(now.plus(DAY));
    }

    @Test
    void a_raised_lock_is_read_back_and_never_lowered() throws IOException {
        StoredVersion stored = stored("parts/raised", 10);
        Instant later = now.plus(Duration.ofDays(30));
        assertThat(vault.raise(stored.key(), stored.versionId(), now, later)).isEqualTo(new Locked(later, true));
        assertThat(vault.raise(stored.key(), stored.versionId(), now, now.plus(DAY)))
                .isEqualTo(new Locked(later, true));
    }

    @Test
    void no_lock_reaches_beyond_400_days() throws IOException {
        StoredVersion stored = stored("parts/far", 10);
        Locked lock = vault.raise(stored.key(), stored.versionId(), now, Instant.parse("2110-01-01T00:00:00Z"));
        assertThat(lock).isEqualTo(new Locked(now.plus(Vault.LONGEST_LOCK), true));
    }

    @Test
    void a_part_of_many_pieces_is_locked_from_the_start_and_comes_back_whole() throws IOException {
        StoredVersion stored = stored("parts/large", 20_000_000);
        assertThat(stored.lock().kept()).isTrue();
        assertThat(stored.lock().until()).isAfterOrEqualTo(now.plus(DAY));
        assertThat(vault.open(stored.key(), stored.versionId()).readAllBytes()).isEqualTo(bytes(20_000_000));
    }

    @Test
    void a_part_of_many_pieces_is_locked_in_a_bucket_without_default_retention_too() throws IOException {
        s3.createBucket(r -> r.bucket("nodefault").objectLockEnabledForBucket(true));
        VaultUpload upload = new S3Vault(s3, "nodefault", true).upload("parts/large", now, now.plus(DAY));
        upload.write(bytes(9_000_000));
        upload.close();
        assertThat(upload.stored().lock()).isEqualTo(new Locked(now.plus(DAY), true));
    }

    @Test
    void an_upload_that_died_leaves_nothing_to_read() throws IOException {
        VaultUpload upload = vault.upload("parts/died", now, now.plus(DAY));
        upload.write(bytes(9_000_000));
        assertThat(s3.listObjectVersions(r -> r.bucket(BUCKET).prefix("parts/died"))
                        .versions())
                .isEmpty();
    }

    @Test
    void an_upload_that_died_between_its_pieces_and_their_completion_is_no_version_and_its_key_is_free()
            throws IOException {
        VaultUpload dying = vault.upload("parts/retried", now, now.plus(DAY));
        dying.write(bytes(20_000_000));
        assertThat(stored("parts/retried", 30).lock().kept()).isTrue();
        assertThat(s3.listObjectVersions(r -> r.bucket(BUCKET).prefix("parts/retried"))
                        .versions())
                .singleElement()
                .satisfies(version -> assertThat(version.size()).isEqualTo(30));
    }

    @Test
    void what_somebody_writes_over_a_part_is_not_what_is_read() throws IOException {
        StoredVersion stored = stored("parts/overwritten", 100);
        s3.putObject(r -> r.bucket(BUCKET).key(stored.key()), RequestBody.fromString("something else"));
        assertThat(vault.open(stored.key(), stored.versionId()).readAllBytes()).isEqualTo(bytes(100));
        assertThatThrownBy(() -> vault.open(stored.key(), "no-such-version")).isInstanceOf(IOException.class);
    }

    @Test
    void the_bucket_policy_of_the_manual_keeps_out_what_it_says() throws IOException {
        s3.createBucket(r -> r.bucket("guarded").objectLockEnabledForBucket(true));
        String policy = policy("guarded");
        s3.putBucketPolicy(r -> r.bucket("guarded").policy(policy));
        S3Vault guarded = new S3Vault(s3, "guarded", true);
        VaultUpload upload = guarded.upload("parts/one", now, now.plus(DAY));
        upload.write(bytes(9_000_000));
        upload.close();
        StoredVersion stored = upload.stored();
        assertThat(guarded.raise(stored.key(), stored.versionId(), now, now.plus(Duration.ofDays(399)))
                        .kept())
                .isTrue();
        new VaultBucket(s3, "guarded").require();

        denied(() -> s3.deleteObject(r -> r.bucket("guarded").key(stored.key())));
        denied(() -> s3.deleteObject(r -> r.bucket("guarded").key(stored.key()).versionId(stored.versionId())));
        denied(() ->
                s3.putBucketVersioning(r -> r.bucket("guarded").versioningConfiguration(v -> v.status("Suspended"))));
    }

    private static String policy(String bucket) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode policy = (ObjectNode) json.readTree(Files.readString(Path.of("../k8s/vault/bucket-policy.json"))
                .replace("VAULT-BUCKET", bucket)
                .replace("arn:aws:iam::PRODUCT-ACCOUNT:role/reprieve-backup-service", "arn:aws:iam:::user/writer")
                .replace("arn:aws:iam::PRODUCT-ACCOUNT:role/reprieve-witness", "arn:aws:iam:::user/writer")
                .replace("arn:aws:iam::PRODUCT-ACCOUNT:role/reprieve-audit-service", "arn:aws:iam:::user/writer"));
        ArrayNode statements = (ArrayNode) policy.path("Statement");
        // Loopback is in the clear.
        IntStream.range(0, statements.size())
                .filter(i -> "NothingInTheClear"
                        .equals(statements.path(i).path("Sid").asText()))
                .findFirst()
                .ifPresent(statements::remove);
        return policy.toString();
    }

    private static void denied(ThrowingCallable call) {
        S3Exception refused = catchThrowableOfType(S3Exception.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    private StoredVersion stored(String key, int length) throws IOException {
        VaultUpload upload = vault.upload(key, now, now.plus(DAY));
        upload.write(bytes(length));
        upload.close();
        return upload.stored();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
