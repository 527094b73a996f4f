package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What must hold of the events of one aggregate. */
final class Chains {
    private Chains() {}

    static void assertUnbroken(List<AuditEvent> events) {
        String prev = null;
        long seq = 0;
        for (AuditEvent event : events) {
            assertThat(event.subjectSeq()).as("number of %s", event).isEqualTo(++seq);
            assertThat(event.prev()).as("predecessor of %s", event).isEqualTo(prev);
            prev = event.sha256();
        }
    }
}
