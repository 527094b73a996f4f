package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.localservers.S3Server;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What holds on every S3. */
abstract class ObjectsContract {

    Shelf shelf;

    abstract S3Server server();

    @BeforeEach
    void shelf() {
        shelf = new Shelf(server(), false);
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void histories_go_out_and_come_back_in_their_order() throws InterruptedException {
        fill();
        List<String> before = List.of(
                "draft=one",
                "draft=two",
                "draft deleted",
                "draft=three",
                "draft=three",
                "empty=",
                "gone=once",
                "gone deleted",
                "single=text");
        assertThat(shelf.told()).isEqualTo(before);
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");

        List<ObjectVersion> manifest =
                archive.objects().stream().map(ObjectEntry::version).toList();
        assertThat(AccountObjects.versionsDigest(shelf.objects.list("1")))
                .isEqualTo(AccountObjects.versionsDigest(manifest));
        assertThat(shelf.objects.findings("1", manifest)).isEmpty();
        assertThat(shelf.objects.delete("1", manifest)).isEmpty();
        assertThat(shelf.told()).isEmpty();
        assertThat(shelf.objects.plan("1", archive.objects()).insert()).isEqualTo(archive.objects());
        assertThat(restore(archive))
                .isEqualTo(new ObjectsRestored(archive.objects().size(), List.of()));

        assertThat(shelf.told()).isEqualTo(before);
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isEqualTo(archive.digest());
        RestorePlan.ObjectsPlan plan = shelf.objects.plan("1", archive.objects());
        assertThat(plan).isEqualTo(new RestorePlan.ObjectsPlan(List.of(), archive.objects(), List.of(), List.of()));
        assertThat(restore(archive).put()).isZero();
    }

    @Test
    void a_history_put_back_in_part_is_completed_and_not_doubled() throws InterruptedException {
        fill();
        List<String> before = shelf.told();
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        for (int cut = 0; cut < archive.objects().size(); cut++) {
            shelf.purge();
            restore(archive.first(cut));

            restore(archive);

            assertThat(shelf.told()).as("cut after %d", cut).isEqualTo(before);
        }
    }

    @Test
    void a_sweep_cut_short_leaves_what_a_restore_completes() throws InterruptedException {
        fill();
        List<String> before = shelf.told();
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        List<ObjectVersion> all = new ArrayList<>(shelf.objects.list("1"));
        for (int left = all.size() - 1; left >= 3; left--) {
            shelf.objects.delete("1", List.of(all.get(left)));
        }

        restore(archive);

        assertThat(shelf.told()).isEqualTo(before);
    }

    @Test
    void a_key_whose_live_content_is_another_is_left_and_named() {
        shelf.put("a", "one");
        shelf.put("b", "one");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.put("a", "of today");
        shelf.objects.delete(
                "1", archive.objects().stream().map(ObjectEntry::version).toList());

        assertThat(shelf.objects.plan("1", archive.objects()).conflict())
                .extracting(ObjectEntry::key)
                .containsExactly("accounts/1/a");
        assertThatThrownBy(() -> restore(archive))
                .isInstanceOfSatisfying(AccountRefused.class, refused -> assertThat(refused.findings())
                        .extracting(Finding::rule, Finding::subject)
                        .containsExactly(tuple("object-in-the-way", "accounts/1/a")));
        assertThat(shelf.told()).containsExactly("a=of today", "b=one");
    }

    @Test
    void what_a_script_hid_is_shown_again_and_only_once() throws InterruptedException {
        shelf.put("a", "one");
        shelf.put("a", "two");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        tick();
        shelf.hide("a");
        tick();

        ObjectsRestored restored = restore(archive);

        assertThat(restored.put()).isEqualTo(1);
        assertThat(restored.notes()).extracting(Finding::rule).containsExactly("object-history");
        assertThat(shelf.told()).containsExactly("a=one", "a=two", "a deleted", "a=two");
        assertThat(restore(archive).put()).isZero();
    }

    @Test
    void what_people_deleted_since_the_account_came_back_stays_deleted() {
        shelf.put("a", "one");
        shelf.put("b", "one");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        shelf.hide("a");
        shelf.objects.delete("1", List.of(archive.objects().get(1).version()));

        assertThat(shelf.objects.putBack("1", archive, true, Progress.NONE).put())
                .isEqualTo(1);
        assertThat(shelf.told()).containsExactly("a=one", "a deleted", "b=one");
    }

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

    void fill() throws InterruptedException {
        shelf.put("draft", "one");
        shelf.put("draft", "two");
        shelf.put("empty", "");
        tick();
        shelf.hide("draft");
        shelf.put("gone", "once");
        tick();
        shelf.put("draft", "three");
        shelf.hide("gone");
        tick();
        shelf.put("draft", "three");
        shelf.put("single", "text");
    }

    /** Where a store tells markers and versions apart by their times alone. */
    abstract void tick() throws InterruptedException;

    ObjectsRestored restore(ObjectsInMemory archive) {
        return shelf.objects.putBack("1", archive, false, Progress.NONE);
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
