package io.reprieve.accountdata.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What holds of objects and their histories on every S3. */
abstract class ObjectsContract extends HistoriesContract {

    @Test
    void all_that_lies_beside_the_bytes_comes_back() {
        shelf.owner.putObject(
                request -> request.bucket(shelf.bucket())
                        .key("accounts/1/page")
                        .contentType("text/html; charset=utf-8")
                        .cacheControl("max-age=60")
                        .contentDisposition("attachment; filename=\"a b.html\"")
                        .contentEncoding("identity")
                        .contentLanguage("de")
                        .metadata(metadata())
                        .overrideConfiguration(config -> config.putHeader("Expires", "Thu, 01 Dec 2033 16:00:00 GMT"))
                        .tagging(Tagging.builder()
                                .tagSet(tag("kind", "draft"), tag("owner", owner()))
                                .build()),
                RequestBody.fromString("page"));
        GetObjectResponse before = head("page");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        assertThat(archive.objects().get(0).tags()).isEqualTo(Map.of("kind", "draft", "owner", owner()));
        assertThat(archive.objects().get(0).headers())
                .containsEntry("Cache-Control", "max-age=60")
                .containsEntry("Expires", "Thu, 01 Dec 2033 16:00:00 GMT");
        shelf.purge();

        restore(archive);

        assertThat(told(head("page"))).isEqualTo(told(before));
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isEqualTo(archive.digest());
    }

    abstract Map<String, String> metadata();

    /** A tag's value. */
    abstract String owner();

    @Test
    void another_tag_makes_an_object_another() {
        shelf.put("a", "one");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.owner.putObjectTagging(request -> request.bucket(shelf.bucket())
                .key("accounts/1/a")
                .tagging(tagging -> tagging.tagSet(tag("kind", "final"))));

        assertThat(shelf.objects.plan("1", archive.objects()).conflict()).hasSize(1);
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isNotEqualTo(archive.digest());
    }

    @Test
    void a_large_object_comes_back_in_parts() {
        byte[] bytes = new byte[(12 << 20) + 1];
        new Random(7).nextBytes(bytes);
        uploadInParts("large", bytes);
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.purge();

        restore(archive);

        assertThat(shelf.owner
                        .getObjectAsBytes(
                                request -> request.bucket(shelf.bucket()).key("accounts/1/large"))
                        .asByteArray())
                .isEqualTo(bytes);
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isEqualTo(archive.digest());
        assertThat(restore(archive).put()).isZero();
    }

    @Test
    void bytes_that_are_not_the_archives_are_never_stored() {
        byte[] large = new byte[(6 << 20) + 1];
        shelf.put("small", "abc");
        shelf.put("empty", "");
        shelf.owner.putObject(
                request -> request.bucket(shelf.bucket()).key("accounts/1/large"), RequestBody.fromBytes(large));
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.purge();
        large[large.length - 1] = 1;

        for (ObjectEntry entry : archive.objects()) {
            ObjectsInMemory forged = archive.of(List.of(entry));
            forged.replace(entry, entry.size() > 3 ? large : Arrays.copyOf("abd".getBytes(StandardCharsets.UTF_8), 3));
            assertThatThrownBy(() -> restore(forged))
                    .isInstanceOf(AccountDataException.class)
                    .hasStackTraceContaining("not what its archive says");
        }

        assertThat(shelf.told()).isEmpty();
        assertThat(shelf.owner
                        .listMultipartUploads(request -> request.bucket(shelf.bucket()))
                        .uploads())
                .isEmpty();
    }

    @Test
    void a_version_that_goes_while_it_is_copied_fails_by_name() {
        shelf.put("a", "one");
        List<ObjectVersion> listed = shelf.objects.list("1");
        shelf.purge();

        assertThatThrownBy(() -> shelf.objects.copyOut(listed, new ObjectsInMemory(), Progress.NONE))
                .isInstanceOfSatisfying(AccountRefused.class, refused -> assertThat(refused.findings())
                        .extracting(Finding::rule)
                        .containsExactly("object-vanished"));
    }

    @Test
    void the_bucket_passes_its_check() {
        shelf.put("a", "one");

        assertThat(shelf.objects.check()).isEmpty();
        assertThat(shelf.objects.locked(shelf.objects.list("1"), Instant.now())).isEmpty();
    }

    @Test
    void names_beyond_ascii_are_listed_as_they_are() {
        shelf.put("a b+c/ü &amp; %2F.txt", "one");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.purge();

        restore(archive);

        assertThat(shelf.told()).containsExactly("a b+c/ü &amp; %2F.txt=one");
    }

    private GetObjectResponse head(String name) {
        return shelf.owner
                .getObject(request -> request.bucket(shelf.bucket()).key("accounts/1/" + name))
                .response();
    }

    private static List<Object> told(GetObjectResponse head) {
        return Arrays.asList(
                head.contentType(),
                head.cacheControl(),
                head.contentDisposition(),
                head.contentEncoding(),
                head.contentLanguage(),
                head.expiresString(),
                head.websiteRedirectLocation(),
                head.metadata(),
                head.tagCount());
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private void uploadInParts(String name, byte[] bytes) {
        String key = "accounts/1/" + name;
        String upload = shelf.owner
                .createMultipartUpload(request -> request.bucket(shelf.bucket()).key(key))
                .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += 6 << 20) {
            int number = parts.size() + 1;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + (6 << 20)));
            String tag = shelf.owner
                    .uploadPart(
                            request -> request.bucket(shelf.bucket())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        shelf.owner.completeMultipartUpload(request ->
                request.bucket(shelf.bucket()).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }
}
