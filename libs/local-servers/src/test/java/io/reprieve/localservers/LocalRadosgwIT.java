package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

@EnabledIf("io.reprieve.localservers.LocalRadosgw#isInstalled")
class LocalRadosgwIT {
    @Test
    void a_locked_version_cannot_be_deleted_nor_its_lock_shortened() {
        try (LocalRadosgw rados = LocalRadosgw.start(TestServers.folder(), 0);
                S3Client client = rados.client()) {
            rados.createLockedBucket("vault");
            rados.createLockedBucket("vault");
            Instant until = Instant.now().plus(1, ChronoUnit.DAYS);
            String version = client.putObject(
                            request -> request.bucket("vault")
                                    .key("part-1")
                                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                                    .objectLockRetainUntilDate(until),
                            RequestBody.fromString("rows"))
                    .versionId();

            assertThatThrownBy(() -> client.deleteObject(
                            request -> request.bucket("vault").key("part-1").versionId(version)))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("403");
            assertThatThrownBy(() -> client.putObjectRetention(request -> request.bucket("vault")
                            .key("part-1")
                            .versionId(version)
                            .retention(retention -> retention
                                    .mode(ObjectLockRetentionMode.COMPLIANCE)
                                    .retainUntilDate(until.minus(1, ChronoUnit.HOURS)))))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("403");
            assertThat(client.getObjectAsBytes(request ->
                                    request.bucket("vault").key("part-1").versionId(version))
                            .asUtf8String())
                    .isEqualTo("rows");
        }
    }
}
