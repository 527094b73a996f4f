package io.reprieve.accountdata.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.localservers.S3Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds of histories on every S3; no database takes part. */
@Tag("picks-its-versions")
abstract class HistoriesContract {

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
    void histories_go_out_and_come_back_in_their_order() {
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
    void a_history_put_back_in_part_is_completed_and_not_doubled() {
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
    void a_sweep_cut_short_leaves_what_a_restore_completes() {
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
    void what_a_script_hid_is_shown_again_and_only_once() {
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

    void fill() {
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
    abstract void tick();

    ObjectsRestored restore(ObjectsInMemory archive) {
        return shelf.objects.putBack("1", archive, false, Progress.NONE);
    }
}
