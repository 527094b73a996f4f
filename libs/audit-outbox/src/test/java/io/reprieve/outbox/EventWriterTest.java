package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private static final EventDraft DRAFT =
            EventDraft.of("purge.requested", "prg_1").by(EventActor.person("psn_requester", "reprieve-cli"));

    @Test
    void what_is_written_reads_back() {
        AuditEvent event = EventWriter.write(DRAFT, "/purge-service", "evt_1", 7, "ab".repeat(32), Instant.EPOCH);

        AuditEvent read = AuditEvent.read(event.bytes());

        assertThat(read).isEqualTo(event);
        assertThat(read.subjectSeq()).isEqualTo(7);
        assertThat(read.prev()).isEqualTo(event.prev());
        assertThat(read.sha256()).isEqualTo(event.sha256());
    }

    @Test
    void what_the_log_would_refuse_is_refused_before_the_fact_is_committed() {
        refused(DRAFT.with("note", "x".repeat(AuditEvent.MAX_BYTES)), "the log takes 32768");
        refused(EventDraft.of("purge.requested", "prg_1"), "needs an actor");
        refused(EventDraft.of("Purge Requested", "prg_1").by(DRAFT.actor()), "type");
        refused(EventDraft.of("purge.requested", "prg 1").by(DRAFT.actor()), "subject");
        refused(DRAFT.account("acc_\u00fc"), "account");
        refused(DRAFT.correlation(""), "correlation");
    }

    @Test
    void of_a_reason_that_nobody_bounded_the_beginning_is_kept() {
        assertThat(DRAFT.reason("x".repeat(2_000)).reason()).hasSize(2_000).doesNotContain("…");
        assertThat(DRAFT.reason("x".repeat(2_001)).reason()).isEqualTo("x".repeat(1_998) + " …");
        String clefs = "\ud834\udd1e".repeat(1_500);
        assertThat(DRAFT.reason("x" + clefs).reason())
                .isEqualTo("x" + clefs.substring(0, 1_996) + " …")
                .isEqualTo(new String(
                        DRAFT.reason("x" + clefs).reason().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    private static void refused(EventDraft draft, String why) {
        assertThatThrownBy(() -> EventWriter.write(draft, "/purge-service", "evt_1", 1, null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
