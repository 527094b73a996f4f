package io.reprieve.witness;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a witness counts, told in Prometheus' text format. */
final class Tally {
    private final LongAdder cosigned = new LongAdder();
    private final LongAdder copyFailures = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentSkipListMap<>();
    private volatile long copiedSize;
    private volatile long copiedAt;

    void answered(Answer answer) {
        if (answer instanceof Answer.Cosigned) {
            cosigned.increment();
        } else if (answer instanceof Answer.Conflict) {
            refused("conflict");
        } else if (answer instanceof Answer.Refused no) {
            refused(no.reason());
        }
    }

    private void refused(String reason) {
        refused.computeIfAbsent(reason, first -> new LongAdder()).increment();
    }

    void copied(long size, long seconds) {
        copiedSize = size;
        copiedAt = seconds;
    }

    void copyFailed() {
        copyFailures.increment();
    }

    /** @param size of the newest cosigned checkpoint */
    String text(long size) {
        StringBuilder text = new StringBuilder();
        Map<String, Long> reasons = new TreeMap<>();
        refused.forEach((reason, count) -> reasons.put(reason, count.sum()));
        metric(text, "reprieve_witness_size", "gauge", size);
        metric(text, "reprieve_witness_cosigned_total", "counter", cosigned.sum());
        text.append("# TYPE reprieve_witness_refused_total counter\n");
        reasons.forEach((reason, count) -> text.append("reprieve_witness_refused_total{reason=\"")
                .append(reason)
                .append("\"} ")
                .append(count)
                .append('\n'));
        metric(text, "reprieve_witness_copied_size", "gauge", copiedSize);
        metric(text, "reprieve_witness_copied_timestamp_seconds", "gauge", copiedAt);
        metric(text, "reprieve_witness_copy_failures_total", "counter", copyFailures.sum());
        return text.toString();
    }

    private static void metric(StringBuilder text, String name, String type, long value) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append(name).append(' ').append(value).append('\n');
    }
}
