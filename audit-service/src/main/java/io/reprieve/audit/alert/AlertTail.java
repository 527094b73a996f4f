package io.reprieve.audit.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.audit.stream.Growth;
import io.reprieve.audit.stream.Tail;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Alerts as something to be followed; numbered as they were raised. */
@Singleton
class AlertTail implements Tail {
    private static final int STRETCH = 64;

    private final AlertStore alerts;
    private final ObjectMapper json;
    private final Growth growth;

    AlertTail(AlertStore alerts, ObjectMapper json) {
        this.alerts = alerts;
        this.json = json;
        this.growth = new Growth("alert-tail", alerts::end);
    }

    @Override
    public long end() {
        return alerts.end();
    }

    @Override
    public CompletionStage<Void> arrival(long number, Duration most) {
        return growth.beyond(number, most);
    }

    @Override
    public Stretch from(long number) {
        List<Alert> found = alerts.from(number, STRETCH);
        return new Stretch(
                found.stream().map(this::item).toList(),
                found.isEmpty() ? number : found.get(found.size() - 1).number() + 1);
    }

    private Item item(Alert alert) {
        try {
            return new Item(alert.number(), alert.rule(), json.writeValueAsString(alert));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
