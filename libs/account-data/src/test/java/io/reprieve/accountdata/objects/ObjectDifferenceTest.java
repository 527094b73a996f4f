package io.reprieve.accountdata.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.compare.RowDifference.Verdict;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ObjectDifferenceTest {

    private static ObjectEntry object(String key, String version, String sha256) {
        return new ObjectEntry(key, version, 3, sha256, "text/plain", Map.of(), Map.of());
    }

    private static ObjectEntry marker(String key) {
        return ObjectEntry.marker(ObjectVersion.named(key, "m", 0, true));
    }

    private static List<Tuple> between(List<ObjectEntry> here, List<ObjectEntry> there) {
        return ObjectDifference.between(here, there).stream()
                .map(difference -> Tuple.tuple(difference.key(), difference.verdict()))
                .toList();
    }

    @Test
    void what_counts_is_what_is_current() {
        List<ObjectEntry> here = List.of(
                object("a", "1", "old"),
                object("a", "2", "aa"),
                object("b", "1", "bb"),
                marker("b"),
                object("c", "1", "cc"),
                object("d", "1", "dd"));
        List<ObjectEntry> there = List.of(
                object("a", "9", "aa"),
                object("b", "9", "bb"),
                object("c", "9", "other"),
                object("d", "9", "dd"),
                marker("d"));
        assertThat(between(here, there))
                .containsExactlyInAnyOrder(
                        Tuple.tuple("b", Verdict.ONLY_THERE),
                        Tuple.tuple("c", Verdict.CHANGED),
                        Tuple.tuple("d", Verdict.ONLY_HERE));
        assertThat(between(here, here)).isEmpty();
    }

    @Test
    void the_same_bytes_under_another_type_are_another_object() {
        ObjectEntry typed = new ObjectEntry("a", "1", 3, "aa", "text/html", Map.of(), Map.of());
        assertThat(between(List.of(object("a", "1", "aa")), List.of(typed)))
                .containsExactly(Tuple.tuple("a", Verdict.CHANGED));
    }
}
