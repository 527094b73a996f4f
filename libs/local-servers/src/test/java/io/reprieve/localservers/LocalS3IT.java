package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class LocalS3IT {
    private final Path folder = TestServers.folder();

    @Test
    void versions_of_an_object_are_there_after_a_restart() {
        String first;
        try (LocalS3 s3 = LocalS3.start(folder, 0);
                S3Client client = s3.client()) {
            s3.createVersionedBucket("files");
            s3.createVersionedBucket("files");
            first = put(client, "accounts/1/größe.txt", "one");
            put(client, "accounts/1/größe.txt", "two");
        }

        try (LocalS3 again = LocalS3.start(folder, 0);
                S3Client client = again.client()) {
            assertThat(client.listObjectVersions(
                                    request -> request.bucket("files").prefix("accounts/1/"))
                            .versions())
                    .hasSize(2)
                    .allMatch(version -> version.key().equals("accounts/1/größe.txt"));
            assertThat(client.getObjectAsBytes(request -> request.bucket("files")
                                    .key("accounts/1/größe.txt")
                                    .versionId(first))
                            .asUtf8String())
                    .isEqualTo("one");
        }
    }

    private static String put(S3Client client, String key, String content) {
        return client.putObject(request -> request.bucket("files").key(key), RequestBody.fromString(content))
                .versionId();
    }
}
