package io.reprieve.audit.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.audit.Events;
import io.reprieve.audit.event.LoggedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRulesTest {
    @Test
    void the_rules_that_come_with_the_suite_can_be_read() throws IOException {
        try (InputStream shipped = AlertRules.class.getResourceAsStream("/alert-rules.yaml")) {
            assertThat(AlertRules.read(shipped))
                    .extracting(AlertRule::name)
                    .contains(
                            "purge-approved-outside-office-hours",
                            "same-pair-again",
                            "burst-of-requests",
                            "reprieve-after-the-last-day",
                            "unsanctioned-deletion",
                            "drill-failed",
                            "access-refused-often",
                            "policy-changed",
                            "freeze");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ severity: HIGH, says: x, when: { types: [a.b] } }",
                "{ name: x, says: x, when: { types: [a.b] } }",
                "{ name: x, severity: LOUD, says: x, when: { types: [a.b] } }",
                "{ name: x, severity: HIGH, says: x }",
                "{ name: x, severity: HIGH, says: x, when: { types: [] } }",
                "{ name: x, severity: HIGH, says: x, when: { types: [nothing] } }",
                "{ name: x, severity: HIGH, says: x, when: { types: [a.b] }, count: 5 }",
                "{ name: x, severity: HIGH, says: x, when: { types: [a.b] }, within: PT1H }",
                "{ name: x, severity: HIGH, says: x, when: { types: [a.b] }, count: -1, within: PT1H }",
                "{ name: x, severity: HIGH, says: x, when: { types: [a.b] }, per: [colour] }",
                "{ name: x, severity: HIGH, says: x, when: { types: [a.b] }, whenn: 1 }"
            })
    void a_rule_that_makes_no_sense_is_refused(String rule) {
        assertThatThrownBy(() -> rules(rule)).isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    }

    @Test
    void two_rules_of_one_name_are_refused() {
        String rule = "{ name: x, severity: HIGH, says: x, when: { types: [a.b] } }";
        assertThatThrownBy(() -> rules(rule, rule)).hasMessageContaining("comes twice");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T06:59:59+01:00, true", // a Monday
        "2026-11-23T07:00:00+01:00, false",
        "2026-11-23T18:59:59+01:00, false",
        "2026-11-23T19:00:00+01:00, true",
        "2026-07-20T07:00:00+02:00, false", // in summer the clock there is another
        "2026-07-20T06:30:00+02:00, true",
        "2026-11-21T12:00:00+01:00, true", // a Saturday
    })
    void office_hours_are_those_of_their_place(String time, boolean outside) throws IOException {
        AlertRule rule = rules("{ name: x, severity: HIGH, says: x, when: { types: [purge.approved], outside: {"
                        + " zone: Europe/Berlin, days: [MONDAY, FRIDAY], from: '07:00', to: '19:00' } } }")
                .get(0);
        String utc = OffsetDateTime.parse(time).toInstant().toString();

        assertThat(rule.when()
                        .holds(read(
                                Events.event().with("type", "purge.approved").with("time", utc))))
                .isEqualTo(outside);
    }

    @Test
    void a_reprieve_counts_as_late_from_the_end_of_the_cooling_off() throws IOException {
        AlertRule rule = rules(
                        "{ name: x, severity: HIGH, says: x, when: { types: [purge.*], after: detail.notBefore } }")
                .get(0);
        Events late = Events.event().with("time", "2026-11-23T04:00:00Z");

        assertThat(rule.when().holds(read(late.detail("notBefore", "2026-11-23T04:00:00Z"))))
                .isTrue();
        assertThat(rule.when().holds(read(late.detail("notBefore", "2026-11-23T04:00:01Z"))))
                .isFalse();
        assertThat(rule.when().holds(read(late.detail("notBefore", "soon")))).isFalse();
        assertThat(rule.when().holds(read(Events.event()))).isFalse();
    }

    private static LoggedEvent read(Events event) {
        return LoggedEvent.read(0, event.bytes());
    }

    private static List<AlertRule> rules(String... rules) throws IOException {
        String yaml = "rules:\n- " + String.join("\n- ", rules) + "\n";
        return AlertRules.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
