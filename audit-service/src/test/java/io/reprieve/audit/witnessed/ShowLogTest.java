package io.reprieve.audit.witnessed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.witnessed.ShowLog.Outcome;
import io.reprieve.edge.Problem;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShowLogTest {
    private final LogStanding standing = new LogStanding();
    private final Deque<Long> sizes = new ArrayDeque<>();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Long> asked = new ArrayList<>();
    private long remembered;
    private boolean genuine = true;

    @Test
    void a_log_is_shown_from_where_the_witness_left_it() {
        log(7, 9).answering(new Reply.Cosigned("line"));

        assertThat(show()).isEqualTo(new Outcome.Cosigned(9));
        assertThat(asked).containsExactly(7L);
    }

    @Test
    void a_witness_that_remembers_less_or_more_than_we_knew_is_shown_it_from_there() {
        log(7, 9).answering(new Reply.Remembers(3), new Reply.Cosigned("line"));

        assertThat(show()).isEqualTo(new Outcome.Cosigned(9));
        assertThat(asked).containsExactly(7L, 3L);
    }

    @Test
    void another_replica_that_was_faster_is_no_rollback() {
        log(0, 9, 12).answering(new Reply.Remembers(12), new Reply.Cosigned("line"));

        assertThat(show()).isEqualTo(new Outcome.Cosigned(12));
        assertThatCode(standing::requireTrusted).doesNotThrowAnyException();
    }

    @Test
    void a_witness_that_has_seen_a_larger_log_stops_the_appends() {
        log(0, 9, 9).answering(new Reply.Remembers(12));

        assertThat(show()).isInstanceOf(Outcome.Contradicted.class);
        assertThatThrownBy(standing::requireTrusted)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("503 log-rolled-back")
                .hasMessageContaining("has seen a log of 12 entries; this one ends with 9");
    }

    @Test
    void cosigned_entries_that_are_gone_stop_the_appends_before_anybody_is_asked() {
        log(12, 9, 9);

        assertThat(show()).isInstanceOf(Outcome.Contradicted.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void another_past_of_the_same_or_a_smaller_size_stops_the_appends() {
        log(9, 9).answering(new Reply.Remembers(9));
        assertThat(show()).isInstanceOf(Outcome.Contradicted.class);

        log(5, 9).answering(new Reply.Unproved());
        assertThat(show()).isInstanceOf(Outcome.Contradicted.class);
        assertThat(standing.contradiction().orElseThrow()).contains("5 entries that is not how this one begins");
    }

    @Test
    void a_witness_that_is_silent_or_unknown_stops_nothing_and_takes_nothing_back() {
        log(0, 9).answering(new Reply.None("it does not answer"));
        assertThat(show()).isInstanceOf(Outcome.Unanswered.class);
        genuine = false;
        log(0, 9).answering(new Reply.Cosigned("another's line"));
        assertThat(show()).isInstanceOf(Outcome.Unanswered.class);
        assertThatCode(standing::requireTrusted).doesNotThrowAnyException();

        standing.contradictedBy("w", "has seen more");
        log(0, 9).answering(new Reply.None("it does not answer"));
        show();
        assertThatThrownBy(standing::requireTrusted).isInstanceOf(Problem.class);
    }

    @Test
    void only_a_cosignature_lifts_the_stop() {
        standing.contradictedBy("w", "has seen more");
        log(7, 9).answering(new Reply.Cosigned("line"));

        show();

        assertThatCode(standing::requireTrusted).doesNotThrowAnyException();
    }

    private ShowLogTest log(long known, long... newest) {
        remembered = known;
        sizes.clear();
        for (long size : newest) {
            sizes.add(size);
        }
        return this;
    }

    private void answering(Reply... said) {
        replies.clear();
        replies.addAll(List.of(said));
    }

    private Outcome show() {
        ShownLog log = new ShownLog() {
            @Override
            public Checkpoint newest() {
                long size = sizes.size() > 1 ? sizes.poll() : sizes.peek();
                return new Checkpoint(size, new byte[32], "note", Instant.EPOCH);
            }

            @Override
            public List<byte[]> consistency(long older, long newer) {
                assertThat(older).isLessThanOrEqualTo(newer);
                return List.of();
            }

            @Override
            public long cosigned(String witness) {
                return remembered;
            }

            @Override
            public boolean keep(String witness, Checkpoint checkpoint, String lines) {
                return genuine;
            }
        };
        WitnessLink witness = new WitnessLink() {
            @Override
            public String name() {
                return "w";
            }

            @Override
            public Reply show(long old, List<byte[]> proof, String note) {
                asked.add(old);
                return replies.poll();
            }
        };
        return new ShowLog(log, witness, standing).show();
    }
}
