package io.reprieve.audit.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.audit.log.Entry;
import io.reprieve.audit.tree.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnvelopeReaderTest {
    private static final String EVENT = """
            {"specversion":"1.0","id":"evt_01935b2c-7c1e-7000-8000-000000000001","source":"/purge-service",\
            "type":"purge.requested","subject":"prg_1","time":"2026-11-23T04:00:00.123456Z",\
            "datacontenttype":"application/json","correlationid":"prg_1","accountid":"acc_1",\
            "data":{"subjectSeq":1,"prev":null,"accountId":"acc_1","outcome":"SUCCESS",\
            "actor":{"user":{"uid":"psn_requester"},"kind":"person","client":"reprieve-cli"},"detail":{"ticket":"OPS-7"}}}""";

    @Test
    void an_event_of_the_outbox_is_taken_byte_for_byte() throws Exception {
        byte[] line = EVENT.getBytes(StandardCharsets.UTF_8);

        Entry entry = EnvelopeReader.read(line);

        assertThat(entry.leaf()).isEqualTo(line);
        assertThat(entry.leafHash()).isEqualTo(TreeHash.leaf(line));
        assertThat(entry.id()).isEqualTo("evt_01935b2c-7c1e-7000-8000-000000000001");
        assertThat(entry.source()).isEqualTo("/purge-service");
    }

    @Test
    void a_time_is_taken_however_precise_it_is_and_on_whatever_day_the_year_has() throws Exception {
        for (String time : List.of("2026-11-23T04:00:00Z", "2028-02-29T23:59:59.123456Z", "2026-12-31T00:00:00.1Z")) {
            byte[] line = EVENT.replace("2026-11-23T04:00:00.123456Z", time).getBytes(StandardCharsets.UTF_8);

            assertThat(EnvelopeReader.read(line).leaf()).isEqualTo(line);
        }
    }

    static Stream<Arguments> altered() {
        return Stream.of(
                Arguments.of("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", "specversion"),
                Arguments.of("evt_01935b2c", "prg_01935b2c", "id is"),
                Arguments.of("\"/purge-service\"", "\"purge-service\"", "source"),
                Arguments.of("purge.requested", "Purge Requested", "type"),
                Arguments.of("\"subject\":\"prg_1\",", "", "subject"),
                Arguments.of("evt_01935b2c", "evt_01935B2C", "id is"),
                Arguments.of("2026-11-23T04:00:00.123456Z", "yesterday", "time"),
                Arguments.of("2026-11-23T", "2026-02-29T", "time"),
                Arguments.of("2026-11-23T", "2026-13-23T", "time"),
                Arguments.of("2026-11-23T", "1969-11-23T", "before 1970"),
                Arguments.of("T04:00:00", "T25:00:00", "time"),
                Arguments.of("04:00:00.123456Z", "04:00:00.123456z+1", "time"),
                Arguments.of("2026-11-23T04:00:00.123456Z", "-0001-11-23T04:00:00Z", "before 1970"),
                Arguments.of("2026-11-23T04:00:00.123456Z", "+10000-01-01T00:00:00Z", "after 9999"),
                Arguments.of("\"subject\":\"prg_1\"", "\"subject\":\"prg 1\"", "subject"),
                Arguments.of("\"subject\":\"prg_1\"", "\"subject\":\"" + "p".repeat(201) + "\"", "subject"),
                Arguments.of("\"subject\":\"prg_1\"", "\"subject\":\"prg_\u00e9\"", "subject"),
                Arguments.of(
                        "\"subjectSeq\":1,\"prev\":null",
                        "\"subjectSeq\":2,\"prev\":\"" + "A".repeat(64) + "\"",
                        "prev is missing or malformed"),
                Arguments.of("application/json", "text/plain", "datacontenttype"),
                Arguments.of("\"subjectSeq\":1", "\"subjectSeq\":0", "subjectSeq"),
                Arguments.of("\"subjectSeq\":1", "\"subjectSeq\":2", "prev is null"),
                Arguments.of("\"prev\":null", "\"prev\":\"abc\"", "prev"),
                Arguments.of("\"accountId\":\"acc_1\"", "\"accountId\":\"acc_2\"", "differ"),
                Arguments.of("SUCCESS", "MAYBE", "outcome"),
                Arguments.of("\"uid\":\"psn_requester\"", "\"name\":\"Jo\"", "actor"),
                Arguments.of("\"detail\":", "\"outcome\":\"FAILURE\",\"detail\":", "named once"),
                Arguments.of("\"detail\":{\"ticket\":\"OPS-7\"}}}", "\"detail\":{}}} {}", "one JSON value"),
                Arguments.of("\"data\":{", "\"data\":7,\"x\":{", "object 'data'"),
                Arguments.of("prg_1\",\"accountid", "prg\\u00001\",\"accountid", "correlationid"));
    }

    @ParameterizedTest
    @MethodSource("altered")
    void anything_else_is_refused_by_name(String found, String replacement, String why) {
        assertThat(EVENT).contains(found);
        byte[] line = EVENT.replace(found, replacement).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EnvelopeReader.read(line))
                .isInstanceOf(InvalidEvent.class)
                .hasMessageContaining(why);
    }

    @Test
    void what_is_too_large_or_not_utf_8_is_refused() {
        byte[] large = EVENT.replace("OPS-7", "x".repeat(33_000)).getBytes(StandardCharsets.UTF_8);
        byte[] latin = EVENT.replace("OPS-7", "M\u00fcller").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> EnvelopeReader.read(large)).hasMessageContaining("at most 32768");
        assertThatThrownBy(() -> EnvelopeReader.read(latin)).hasMessageContaining("UTF-8");
    }
}
