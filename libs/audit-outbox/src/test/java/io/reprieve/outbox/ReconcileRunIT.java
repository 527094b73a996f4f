package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.reprieve.outbox.Reconciliation.Agreed;
import io.reprieve.outbox.Reconciliation.Differ;
import io.reprieve.outbox.Reconciliation.Elsewhere;
import io.reprieve.outbox.Reconciliation.Waiting;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileRunIT {
    private OutboxDatabase database;
    private final MemoryLog log = new MemoryLog();
    private ReconcileRun run;

    @BeforeEach
    void create() throws Exception {
        database = OutboxDatabase.create();
        run = database.reconcile(log);
    }

    @Test
    void what_the_relay_carried_is_agreed_on_and_the_next_look_goes_on_from_there() throws Exception {
        assertThat(run.once()).isEqualTo(new Agreed(0));
        relay("prg_a", "prg_b", "prg_a");
        assertThat(run.once()).isEqualTo(new Agreed(3));
        relay("prg_b");
        database.commit("prg_c");

        assertThat(run.once()).isEqualTo(new Agreed(4));
    }

    @Test
    void entries_of_others_in_between_are_none_of_ours() throws Exception {
        relay("prg_a", "prg_a");
        database.execute("UPDATE audit_outbox SET log_index = 2 * log_index + 5");
        Tally spread = Tally.NOTHING;
        for (AuditEvent event : database.chainOf("prg_a")) {
            spread = spread.with(5 + 2 * (event.subjectSeq() - 1), InclusionProofs.leafHash(event.bytes()));
        }
        log.counted = spread.upTo(20);

        assertThat(run.once()).isEqualTo(new Agreed(20));
    }

    @Test
    void an_acknowledged_event_that_the_log_lost_is_named() throws Exception {
        List<AuditEvent> events = relay("prg_a", "prg_b", "prg_c");
        log.lost.add(events.get(1).id());

        Differ differ = differ();

        assertThat(differ.rule()).isEqualTo("entries-differ");
        assertThat(differ.differences().missing()).containsExactly(events.get(1).id());
        assertThat(differ.differences().count()).isEqualTo(1);
    }

    @Test
    void an_event_beyond_the_logs_end_shows_as_a_log_that_went_back() throws Exception {
        relay("prg_a", "prg_b");
        run.once();
        log.entries.remove(log.entries.keySet().stream().toList().get(1));

        assertThat(differ().rule()).isEqualTo("log-behind");
    }

    @Test
    void other_bytes_on_either_side_are_named() throws Exception {
        List<AuditEvent> events = relay("prg_a", "prg_b");
        database.execute("UPDATE audit_outbox SET event = event || ' '::bytea WHERE subject = 'prg_b'");

        assertThat(differ().differences().altered())
                .containsExactly(events.get(1).id());
    }

    @Test
    void an_entry_in_our_name_that_we_did_not_write_is_named() throws Exception {
        relay("prg_a");
        AuditEvent forged = database.rollBack("prg_b").get(0);
        log.append(List.of(forged.bytes()));

        assertThat(differ().differences().unknown()).containsExactly(forged.id());
    }

    @Test
    void an_event_that_vanished_from_the_outbox_is_named() throws Exception {
        List<AuditEvent> events = relay("prg_a", "prg_b");
        database.execute("DELETE FROM audit_outbox WHERE subject = 'prg_b'");

        assertThat(differ().differences().unknown())
                .containsExactly(events.get(1).id());
    }

    @Test
    void what_both_had_agreed_on_cannot_change_afterwards() throws Exception {
        relay("prg_a", "prg_b");
        run.once();
        log.counted = new Tally(2, 2, new byte[32]);

        assertThat(differ().rule()).isEqualTo("history-differs");
    }

    @Test
    void what_the_log_took_and_the_relay_has_not_marked_is_no_difference() throws Exception {
        relay("prg_a");
        database.commit("prg_a");
        log.losesAnswers = true;
        assertThatThrownBy(database.relay(log, 100)::once).isInstanceOf(AuditUnavailable.class);
        log.losesAnswers = false;

        assertThat(run.once()).isEqualTo(new Waiting(1));
        database.relay(log, 100).once();
        assertThat(run.once()).isEqualTo(new Agreed(2));
    }

    @Test
    void two_replicas_do_not_settle_at_the_same_time() throws Exception {
        relay("prg_a");
        try (Connection other = database.dataSource.getConnection()) {
            other.setAutoCommit(false);
            assertThat(ReconcileStore.lockSettled(other)).isPresent();

            assertThat(run.once()).isInstanceOf(Elsewhere.class);
        }
    }

    @Test
    void old_rows_both_agree_on_go_and_the_count_goes_on_without_them() throws Exception {
        relay("prg_a", "prg_a", "prg_b", "prg_a");
        run.prune(Duration.ZERO);
        assertThat(database.count("audit_outbox"))
                .as("nothing is agreed on yet")
                .isEqualTo(4);
        run.once();
        run.prune(Duration.ofDays(1));
        assertThat(database.count("audit_outbox")).as("nothing is old").isEqualTo(4);

        run.prune(Duration.ZERO);

        assertThat(database.count("audit_outbox"))
                .as("the newest of each aggregate stays")
                .isEqualTo(2);
        relay("prg_a", "prg_b");
        assertThat(run.once()).isEqualTo(new Agreed(6));
        Chains.assertUnbroken(log.chainOf("prg_a"));
    }

    @Test
    void an_event_adopted_again_after_others_were_pruned_is_still_one() throws Exception {
        AuditEvent composed = database.compose("ers_1");
        database.adopt(composed);
        database.relay(log, 100).once();
        run.once();
        run.prune(Duration.ZERO);

        database.adopt(composed);

        assertThat(database.relay(log, 100).once()).isZero();
        assertThat(run.once()).isEqualTo(new Agreed(1));
    }

    private Differ differ() throws Exception {
        return assertThat(run.once()).asInstanceOf(type(Differ.class)).actual();
    }

    private List<AuditEvent> relay(String... subjects) throws Exception {
        List<AuditEvent> events = new ArrayList<>(database.commit(subjects));
        database.relay(log, 100).once();
        return events;
    }
}
