package io.reprieve.accountdata.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.localservers.S3Server;
import io.reprieve.localservers.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/** On Ceph's gateway, which takes every legal key and enforces locks; skipped where it is not installed. */
@EnabledIf(
        value = "io.reprieve.localservers.LocalRadosgw#isInstalled",
        disabledReason = "radosgw is not installed: odd keys, locks and many objects are not tried")
class ObjectsOnRadosgwIT extends ObjectsContract {

    private static final int MANY = Boolean.getBoolean("reprieve.deep") ? 20_000 : 300;

    @Override
    S3Server server() {
        return TestServers.radosgw();
    }

    @Override
    Map<String, String> metadata() {
        return Map.of("author", "Zoë 漢字", "odd", "=?UTF-8?Q?Zo=C3=AB?=");
    }

    @Override
    String owner() {
        return "Zoë & Co + 1/2 = 漢字";
    }

    @Override
    void tick() {
        // It names a history as one list, so that nothing hangs on times.
    }

    @Test
    void every_legal_key_goes_out_is_deleted_and_comes_back() {
        List<String> names = new ArrayList<>(List.of(
                "/",
                "//",
                "a//b",
                "/a",
                "a/",
                ".",
                "..",
                "a/./b",
                "a/../b",
                "../x",
                "\\",
                "a\\b",
                "+",
                "a+b",
                "a b",
                " ",
                "%",
                "%2F",
                "%25",
                "&",
                "&amp;",
                "<x>",
                "\"'",
                "?x=1",
                "#",
                ";",
                "{key}",
                "=",
                "*",
                "~",
                "ü",
                "u\u0308",
                "漢字",
                "\uD83D\uDE00",
                "\uD800\uDF48",
                "\uFFFD",
                "\u0001",
                "\u001f",
                "\t",
                "\n",
                "\r",
                "\r\n",
                "\u007f",
                "\u0085",
                "\u2028",
                "]]>"));
        names.add("x".repeat(1024 - "accounts/1/".length()));
        names.add("ü".repeat((1024 - "accounts/1/".length()) / 2));
        names.forEach(name -> shelf.put(name, "of " + name));
        names.forEach(name -> shelf.put(name, "again " + name));
        shelf.hide("\u0001");
        List<String> before = shelf.told();
        assertThat(before).hasSize(names.size() * 2 + 1);
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        Set<String> archived =
                archive.objects().stream().map(ObjectEntry::key).collect(Collectors.toCollection(TreeSet::new));
        assertThat(archived)
                .isEqualTo(names.stream()
                        .map(name -> "accounts/1/" + name)
                        .collect(Collectors.toCollection(TreeSet::new)));

        assertThat(shelf.objects.delete("1", shelf.objects.list("1"))).isEmpty();
        assertThat(shelf.told()).isEmpty();
        restore(archive);

        assertThat(shelf.told()).isEqualTo(before);
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isEqualTo(archive.digest());
    }

    @Test
    void a_history_longer_than_a_page_stays_in_its_order() {
        for (int n = 0; n < 7; n++) {
            shelf.put("b", "text " + n);
            if (n % 3 == 1) {
                shelf.hide("b");
            }
        }
        shelf.put("a", "a");
        shelf.put("c", "c");
        List<List<ObjectVersion>> histories = new ArrayList<>();
        new VersionListing(shelf.store.s3(), shelf.bucket(), 2).each("accounts/1/", histories::add);

        assertThat(histories).hasSize(3);
        assertThat(histories.stream().flatMap(List::stream).toList()).isEqualTo(shelf.objects.list("1"));
        assertThat(shelf.told())
                .containsExactly(
                        "a=a",
                        "b=text 0",
                        "b=text 1",
                        "b deleted",
                        "b=text 2",
                        "b=text 3",
                        "b=text 4",
                        "b deleted",
                        "b=text 5",
                        "b=text 6",
                        "c=c");
    }

    @Test
    void locked_versions_are_named_before_anything_is_deleted() {
        try (Shelf locked = new Shelf(server(), true)) {
            Instant until = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
            locked.put("free", "text");
            locked.owner.putObject(
                    request -> request.bucket(locked.bucket())
                            .key("accounts/1/retained")
                            .objectLockMode(ObjectLockMode.GOVERNANCE)
                            .objectLockRetainUntilDate(until),
                    RequestBody.fromString("text"));
            String held = locked.put("held", "text");
            locked.owner.putObjectLegalHold(request -> request.bucket(locked.bucket())
                    .key("accounts/1/held")
                    .versionId(held)
                    .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.ON)));

            assertThat(locked.objects.locked(locked.objects.list("1"), Instant.now()))
                    .extracting(Finding::rule, Finding::subject)
                    .containsExactly(
                            tuple("object-locked", "accounts/1/held"), tuple("object-locked", "accounts/1/retained"));
            assertThat(locked.objects.locked(locked.objects.list("1"), until.plusSeconds(1)))
                    .extracting(Finding::subject)
                    .containsExactly("accounts/1/held");
            assertThat(ObjectsInMemory.of(locked.objects, "1").objects().get(2).noted())
                    .containsKey("x-amz-object-lock-retain-until-date");
            assertThat(locked.objects.delete("1", locked.objects.list("1")))
                    .extracting(Finding::subject)
                    .containsExactlyInAnyOrder("accounts/1/held", "accounts/1/retained");
            assertThat(locked.told()).containsExactly("held=text", "retained=text");
        }
    }

    @Test
    void a_storage_class_that_the_store_does_not_take_is_told() {
        shelf.put("a", "one");
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        ObjectEntry a = archive.objects().get(0);
        List<ObjectEntry> classed = new ArrayList<>();
        for (String storageClass : List.of("STANDARD_IA", "GLACIER")) {
            classed.add(new ObjectEntry(
                    a.key(),
                    a.versionId(),
                    false,
                    a.lastModified(),
                    a.size(),
                    a.sha256(),
                    a.contentType(),
                    a.metadata(),
                    a.headers(),
                    a.tags(),
                    storageClass,
                    a.noted()));
        }
        shelf.purge();

        ObjectsRestored restored = restore(archive.of(classed));

        assertThat(restored.notes()).extracting(Finding::rule).containsExactly("object-class", "object-class");
        assertThat(shelf.told()).containsExactly("a=one", "a=one");
        assertThat(restore(archive.of(classed)).put()).isZero();
    }

    @Test
    void a_bucket_that_keeps_or_expires_other_than_it_should_is_told() {
        LifecycleRule old = LifecycleRule.builder()
                .id("old")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix(""))
                .noncurrentVersionExpiration(expiration -> expiration.noncurrentDays(30))
                .build();
        LifecycleRule elsewhere = LifecycleRule.builder()
                .id("elsewhere")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("logs/"))
                .expiration(expiration -> expiration.days(1))
                .build();
        shelf.owner.putBucketLifecycleConfiguration(request ->
                request.bucket(shelf.bucket()).lifecycleConfiguration(lifecycle -> lifecycle.rules(old, elsewhere)));
        assertThat(shelf.objects.check()).extracting(Finding::rule).containsExactly("bucket-expires");

        shelf.owner.putBucketVersioning(request -> request.bucket(shelf.bucket())
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        assertThat(shelf.objects.check()).extracting(Finding::rule).contains("bucket-unversioned");
    }

    @Test
    void thousands_of_objects_go_out_are_deleted_and_come_back() {
        AFewAtOnce.each(
                IntStream.range(0, MANY).boxed().toList(), n -> shelf.put("docs/" + n, "text " + n), done -> {});
        List<Duration> took = new ArrayList<>();
        Instant start = Instant.now();
        ObjectsInMemory archive = ObjectsInMemory.of(shelf.objects, "1");
        took.add(Duration.between(start, start = Instant.now()));
        shelf.purge();
        took.add(Duration.between(start, start = Instant.now()));
        restore(archive);
        took.add(Duration.between(start, start = Instant.now()));
        System.out.println(MANY + " objects: exported, deleted, restored in " + took);

        assertThat(archive.objects()).hasSize(MANY);
        assertThat(archive.objects()).isSortedAccordingTo(Comparator.comparing(ObjectEntry::key));
        assertThat(ObjectsInMemory.of(shelf.objects, "1").digest()).isEqualTo(archive.digest());
    }
}
