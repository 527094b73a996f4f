package io.reprieve.audit.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.audit.Events;
import io.reprieve.audit.event.LoggedEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant START = Instant.parse("2026-11-23T04:00:00Z");

    private AlertRule rule;
    private Window window;
    private long index;

    @BeforeEach
    void three_within_a_minute() throws IOException {
        String yaml = "rules:\n- { name: x, severity: LOW, says: x, when: { types: [a.b] }, count: 3, within: PT1M }\n";
        rule = AlertRules.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .get(0);
        window = Window.empty(rule);
    }

    @Test
    void the_last_of_so_many_within_so_long_alerts_and_names_them_all() {
        assertThat(at(0)).isEmpty();
        assertThat(at(30)).isEmpty();
        assertThat(at(59)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void what_lies_a_whole_window_back_counts_no_more() {
        at(0);
        at(30);
        assertThat(at(60)).isEmpty();
        assertThat(at(89)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_flood_is_one_alert_for_as_long_as_the_rule_counts() {
        List<Integer> alerting = new ArrayList<>();
        for (int second = 0; second < 200; second++) {
            if (!at(second).isEmpty()) {
                alerting.add(second);
            }
        }
        assertThat(alerting).containsExactly(2, 64, 126, 188);
    }

    @Test
    void what_was_counted_is_the_same_after_it_was_kept() {
        at(0);
        at(1);
        window = Window.read(rule, window.written());
        assertThat(at(2)).containsExactly(0L, 1L, 2L);
        window = Window.read(rule, window.written());
        assertThat(at(3)).isEmpty();
        assertThat(at(4)).isEmpty();
        assertThat(at(5)).isEmpty();
    }

    private List<Long> at(long second) {
        Events event = Events.event().with("time", START.plusSeconds(second).toString());
        return window.take(LoggedEvent.read(index++, event.bytes()));
    }
}
