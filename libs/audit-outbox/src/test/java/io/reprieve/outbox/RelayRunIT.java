package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayRunIT {
    private OutboxDatabase database;
    private final MemoryLog log = new MemoryLog();

    @BeforeEach
    void create() throws Exception {
        database = OutboxDatabase.create();
    }

    @Test
    void relays_beside_writers_lose_nothing_and_reorder_nothing_within_an_aggregate() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(7);
        AtomicBoolean writing = new AtomicBoolean(true);
        try {
            List<Future<Void>> relays = new ArrayList<>();
            for (int relay = 0; relay < 3; relay++) {
                relays.add(pool.submit((Callable<Void>) () -> {
                    RelayRun run = database.relay(log, 7);
                    while (writing.get() || database.unsent() > 0) {
                        run.once();
                    }
                    return null;
                }));
            }
            List<Callable<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                writers.add(() -> {
                    for (int i = 0; i < 60; i++) {
                        database.commit("con_" + i % 5);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(writers)) {
                done.get();
            }
            writing.set(false);
            for (Future<Void> done : relays) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(log.entries.size()).isEqualTo(240);
        for (int subject = 0; subject < 5; subject++) {
            assertThat(log.chainOf("con_" + subject)).isEqualTo(database.chainOf("con_" + subject));
            Chains.assertUnbroken(log.chainOf("con_" + subject));
        }
    }

    @Test
    void while_the_log_is_down_events_wait_and_then_all_arrive() throws Exception {
        database.commit("prg_a", "prg_b", "prg_a");
        log.down = true;
        RelayRun run = database.relay(log, 100);

        assertThatThrownBy(run::once).isInstanceOf(AuditUnavailable.class);
        assertThat(database.unsent()).isEqualTo(3);
        log.down = false;
        assertThat(run.once()).isEqualTo(3);
        assertThat(run.once()).isZero();
        assertThat(log.entries).hasSize(3);
    }

    @Test
    void what_the_log_took_without_the_relay_learning_of_it_is_sent_again_as_the_same() throws Exception {
        database.commit("prg_a");
        log.losesAnswers = true;
        RelayRun run = database.relay(log, 100);
        assertThatThrownBy(run::once).isInstanceOf(AuditUnavailable.class);
        log.losesAnswers = false;

        run.once();

        assertThat(log.entries).hasSize(1);
        assertThat(database.unsent()).isZero();
    }

    @Test
    void an_event_the_log_refuses_holds_up_its_own_aggregate_alone() throws Exception {
        database.commit("prg_a", "prg_b");
        AuditEvent refused = database.commit("prg_c").get(0);
        database.commit("prg_c", "prg_d", "prg_a");
        log.refusedId = refused.id();

        database.relay(log, 100).once();

        assertThat(log.chainOf("prg_a")).hasSize(2);
        assertThat(log.chainOf("prg_b")).hasSize(1);
        assertThat(log.chainOf("prg_c")).isEmpty();
        assertThat(log.chainOf("prg_d")).hasSize(1);
        assertThat(database.unsent()).isEqualTo(2);
        assertThat(database.relay(log, 100).backlog().refused()).isEqualTo(1);
        assertThat(database.relay(log, 100).once())
                .as("waits before it asks again")
                .isZero();
    }

    @Test
    void relaying_one_event_sends_what_its_aggregate_has_before_it_and_nothing_else() throws Exception {
        database.commit("prg_a", "prg_b");
        AuditEvent wanted = database.commit("prg_a").get(0);
        database.commit("prg_a");
        RelayRun run = database.relay(log, 100);

        long index = run.upTo(wanted.id());

        assertThat(index).isEqualTo(1);
        assertThat(run.upTo(wanted.id())).isEqualTo(1);
        assertThat(log.chainOf("prg_a")).hasSize(2);
        assertThat(log.chainOf("prg_b")).isEmpty();
    }

    @Test
    void relaying_an_event_the_log_refuses_says_so_and_one_never_committed_is_unknown() throws Exception {
        AuditEvent refused = database.commit("prg_a").get(0);
        AuditEvent rolledBack = database.rollBack("prg_a").get(0);
        log.refusedId = refused.id();
        RelayRun run = database.relay(log, 100);

        assertThatThrownBy(() -> run.upTo(refused.id())).isInstanceOf(AuditRefused.class);
        assertThatThrownBy(() -> run.upTo(rolledBack.id())).isInstanceOf(IllegalStateException.class);
    }
}
