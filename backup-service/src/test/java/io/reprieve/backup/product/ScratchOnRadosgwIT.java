package io.reprieve.backup.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.objects.ScratchBucket;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.edge.Sha256;
import io.reprieve.localservers.LocalRadosgw;
import io.reprieve.localservers.TestServers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects beside the product on Ceph's gateway, which takes keys that the S3 of the other tests refuses. */
@EnabledIf(
        value = "io.reprieve.localservers.LocalRadosgw#isInstalled",
        disabledReason = "radosgw is not installed: odd keys beside the product are not tried")
class ScratchOnRadosgwIT {

    private static final String VERSIONED = "scratch-versioned";
    private static final String PLAIN = "scratch-plain";
    private static final List<String> NAMES =
            List.of("a//b", "a\\b", "..", "a/../b", "a/", " ", "%2F", "+", "&", "ü 漢字", "?x=1", "\n");

    private static S3Client s3;
    private static ObjectStore store;

    /** An archive of these keys. */
    private record OfObjects(List<String> keys, String content) implements ArchiveSource {

        @Override
        public List<TableShape> tables() {
            return List.of();
        }

        @Override
        public InputStream rows(TableShape shape) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TableContent> contents() {
            return List.of();
        }

        @Override
        public List<ObjectEntry> objects() {
            return keys.stream()
                    .map(key -> new ObjectEntry(
                            key,
                            "v1",
                            of(key).length,
                            Sha256.hex(of(key)),
                            "text/x-" + key.length(),
                            Map.of("of", "somebody"),
                            Map.of("Cache-Control", "no-cache")))
                    .toList();
        }

        @Override
        public InputStream object(ObjectEntry entry) {
            return new ByteArrayInputStream((content + entry.key()).getBytes(StandardCharsets.UTF_8));
        }

        private static byte[] of(String key) {
            return ("content of " + key).getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void start() {
        LocalRadosgw server = TestServers.radosgw();
        s3 = server.client();
        server.createVersionedBucket(VERSIONED);
        s3.createBucket(r -> r.bucket(PLAIN));
        store = ObjectStore.connect(URI.create(server.endpoint()), "us-east-1", server.accessKey(), server.secretKey());
    }

    @AfterAll
    static void stop() {
        store.close();
        s3.close();
    }

    @Test
    void whatever_an_object_is_called_it_lies_there_as_it_was_and_is_dropped_without_a_trace() {
        for (String bucket : List.of(VERSIONED, PLAIN)) {
            ArchiveSource archive = archive("content of ");
            ScratchBucket scratch = new ScratchBucket(store, bucket);

            scratch.restore(archive, archive.objects(), "restore_1", Progress.NONE);
            // Again, as after a crash.
            scratch.restore(archive, archive.objects(), "restore_1", Progress.NONE);
            scratch.restore(archive, archive.objects().subList(0, 1), "restore_10", Progress.NONE);

            assertThat(lyingIn(bucket, "restore_1/")).isEqualTo(expected(archive));
            scratch.drop("restore_1");
            assertThat(s3.listObjectVersions(r -> r.bucket(bucket)).versions())
                    .extracting(version -> version.key())
                    .containsExactly("restore_10/" + archive.objects().get(0).key());
            assertThat(s3.listObjectVersions(r -> r.bucket(bucket)).deleteMarkers())
                    .isEmpty();
            scratch.drop("restore_10");
        }
    }

    @Test
    void bytes_that_are_not_what_the_archive_says_do_not_pass_for_the_object() {
        ArchiveSource damaged = archive("c0ntent of ");
        ScratchBucket scratch = new ScratchBucket(store, VERSIONED);

        assertThatThrownBy(() -> scratch.restore(damaged, damaged.objects(), "restore_2", Progress.NONE))
                .isInstanceOf(AccountDataException.class);
        scratch.drop("restore_2");
    }

    private static ArchiveSource archive(String content) {
        return new OfObjects(NAMES.stream().map(name -> "accounts/7/" + name).toList(), content);
    }

    private static Map<String, List<String>> expected(ArchiveSource archive) {
        Map<String, List<String>> expected = new TreeMap<>();
        archive.objects()
                .forEach(object -> expected.put(
                        object.key(),
                        List.of("content of " + object.key(), object.contentType(), "somebody", "no-cache")));
        return expected;
    }

    private static Map<String, List<String>> lyingIn(String bucket, String folder) {
        List<String> keys = new ArrayList<>();
        s3.listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(folder))
                .versions()
                .forEach(version -> keys.add(version.key()));
        Map<String, List<String>> lying = new TreeMap<>();
        for (String key : keys) {
            var object = s3.getObjectAsBytes(r -> r.bucket(bucket).key(key));
            lying.put(
                    key.substring(folder.length()),
                    List.of(
                            object.asUtf8String(),
                            object.response().contentType(),
                            object.response().metadata().get("of"),
                            object.response().cacheControl()));
        }
        return lying;
    }
}
