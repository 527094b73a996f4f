package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxStoreIT {
    private static OutboxDatabase database;

    @BeforeAll
    static void create() throws Exception {
        database = OutboxDatabase.create();
    }

    @Test
    void an_event_is_one_line_of_cloud_event_json_with_ocsf_data() throws Exception {
        AuditEvent event = database.commit("prg_shape").get(0);

        JsonNode json = EventWriter.JSON.readTree(event.bytes());
        assertThat(new String(event.bytes())).doesNotContain("\n");
        assertThat(json.path("specversion").asText()).isEqualTo("1.0");
        assertThat(json.path("id").asText()).startsWith("evt_");
        assertThat(json.path("source").asText()).isEqualTo("/outbox-test");
        assertThat(json.path("correlationid").asText()).isEqualTo("prg_1");
        assertThat(json.path("accountid").asText()).isEqualTo("acc_1");
        assertThat(json.at("/data/subjectSeq").asLong()).isEqualTo(1);
        assertThat(json.at("/data/prev").isNull()).isTrue();
        assertThat(json.at("/data/actor/user/uid").asText()).isEqualTo("psn_requester");
        assertThat(json.at("/data/class_uid").asInt()).isEqualTo(3004);
        assertThat(json.at("/data/type_uid").asInt()).isEqualTo(300401);
        assertThat(json.at("/data/detail/ticket").asText()).isEqualTo("OPS-7");
    }

    @Test
    void an_aborted_transaction_leaves_no_gap() throws Exception {
        AuditEvent first = database.commit("prg_abort").get(0);
        database.rollBack("prg_abort", "prg_abort", "prg_abort_new");
        AuditEvent second = database.commit("prg_abort").get(0);

        assertThat(second.subjectSeq()).isEqualTo(2);
        assertThat(second.prev()).isEqualTo(first.sha256());
        assertThat(database.chainOf("prg_abort_new")).isEmpty();
        assertThat(database.commit("prg_abort_new").get(0).subjectSeq()).isEqualTo(1);
    }

    @Test
    void writers_at_the_same_time_leave_no_gap_and_an_unbroken_chain() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                int number = writer;
                writers.add(() -> {
                    for (int i = 0; i < 40; i++) {
                        String[] subjects = {"con_" + i % 3, "con_" + (i % 3 + 1)};
                        if ((number + i) % 5 == 0) {
                            database.rollBack(subjects);
                        } else {
                            database.commit(subjects);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(writers)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }

        int events = 0;
        for (int subject = 0; subject < 4; subject++) {
            List<AuditEvent> chain = database.chainOf("con_" + subject);
            Chains.assertUnbroken(chain);
            events += chain.size();
        }
        assertThat(events).isEqualTo(8 * 40 * 4 / 5 * 2);
    }

    @Test
    void a_composed_event_is_queued_once_with_its_own_bytes_and_its_chain_goes_on() throws Exception {
        AuditEvent composed = database.compose("ers_1");
        assertThat(database.chainOf("ers_1")).isEmpty();

        database.adopt(composed);
        database.adopt(AuditEvent.read(composed.bytes()));
        AuditEvent next = database.commit("ers_1").get(0);

        assertThat(database.chainOf("ers_1")).containsExactly(composed, next);
        Chains.assertUnbroken(database.chainOf("ers_1"));
    }

    @Test
    void other_bytes_in_the_place_of_an_adopted_event_are_refused() throws Exception {
        database.adopt(database.compose("ers_2"));
        AuditEvent rival = database.compose("ers_2");

        assertThatThrownBy(() -> database.adopt(rival)).isInstanceOf(IllegalStateException.class);
    }
}
