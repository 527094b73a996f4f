package io.reprieve.audit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.audit.Events;
import io.reprieve.audit.event.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A stretch read once for all who follow, of a log of which entries may be gone. */
class EntriesToFollowTest {
    private static final int BLOCK = EntriesToFollow.BLOCK;
    private static final LoggedEvent ANY = LoggedEvent.read(0, Events.event().bytes());

    /** A log in memory that counts how often it is read, and what it was told to be missing. */
    private static final class Log extends LogReader {
        private final NavigableMap<Long, LoggedEvent> entries = new TreeMap<>();
        private final List<String> missing = new ArrayList<>();
        private int read;

        Log() {
            super(null, null);
        }

        Log grownTo(long size) {
            LongStream.range(size(), size).forEach(index -> entries.put(index, LoggedEvent.read(index, ANY.leaf())));
            return this;
        }

        Log without(long from, long end) {
            entries.subMap(from, end).clear();
            return this;
        }

        @Override
        public long size() {
            return entries.isEmpty() ? 0 : entries.lastKey() + 1;
        }

        @Override
        public List<LoggedEvent> from(long index, long end, int most) {
            List<LoggedEvent> found =
                    entries.subMap(index, end).values().stream().limit(most).toList();
            read += found.size();
            return found;
        }

        @Override
        void missing(long from, long end) {
            missing.add(from + " to " + end);
        }
    }

    private final Log log = new Log();
    private final EntriesToFollow entries = new EntriesToFollow(log);

    @Test
    void an_entry_is_read_once_for_all_who_follow() {
        log.grownTo(100);

        for (int follower = 0; follower < 4; follower++) {
            assertThat(indexes(0)).containsExactlyElementsOf(range(0, 100));
        }
        assertThat(indexes(40)).containsExactlyElementsOf(range(40, 100));

        assertThat(log.read).isEqualTo(100);
    }

    @Test
    void what_was_appended_meanwhile_is_read_behind_it() {
        log.grownTo(100);
        assertThat(indexes(0)).hasSize(100);
        assertThat(indexes(100)).isEmpty();

        log.grownTo(150);

        assertThat(indexes(100)).containsExactlyElementsOf(range(100, 150));
        assertThat(log.read).isEqualTo(150);
    }

    @Test
    void nobody_is_given_more_than_a_block_nor_anything_twice() {
        log.grownTo(2 * BLOCK + 10);

        assertThat(indexes(0)).containsExactlyElementsOf(range(0, BLOCK));
        assertThat(indexes(BLOCK)).containsExactlyElementsOf(range(BLOCK, 2 * BLOCK));
        assertThat(indexes(2 * BLOCK)).hasSize(10);
        assertThat(indexes(2 * BLOCK + 10)).isEmpty();
        assertThat(log.missing).isEmpty();
    }

    @Test
    void an_entry_that_is_gone_is_passed_over_and_the_next_keep_their_places() {
        log.grownTo(100).without(10, 12);

        assertThat(indexes(0)).containsExactlyElementsOf(without(range(0, 100), 10L, 11L));
        assertThat(indexes(10)).containsExactlyElementsOf(range(12, 100));
        log.grownTo(120);
        assertThat(indexes(100)).containsExactlyElementsOf(range(100, 120));
    }

    @Test
    void a_block_of_which_nothing_is_left_is_told_and_passed_over() {
        log.grownTo(4 * BLOCK).without(BLOCK - 5, 3 * BLOCK);

        assertThat(indexes(BLOCK - 5)).containsExactlyElementsOf(range(3 * BLOCK, 4 * BLOCK));

        assertThat(log.missing)
                .containsExactly(
                        (BLOCK - 5) + " to " + BLOCK, BLOCK + " to " + 2 * BLOCK, 2 * BLOCK + " to " + 3 * BLOCK);
    }

    private List<Long> indexes(long from) {
        return entries.from(from).stream().map(LoggedEvent::index).toList();
    }

    private static List<Long> range(long from, long end) {
        return LongStream.range(from, end).boxed().toList();
    }

    private static List<Long> without(List<Long> all, Long... some) {
        List<Long> rest = new ArrayList<>(all);
        rest.removeAll(List.of(some));
        return rest;
    }
}
