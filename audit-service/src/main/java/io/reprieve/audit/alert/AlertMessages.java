package io.reprieve.audit.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.audit.subscription.Message;
import io.reprieve.audit.subscription.MessageSource;
import io.reprieve.audit.subscription.Topic;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An alert as a message. */
@Singleton
class AlertMessages implements MessageSource {
    /** @param type {@code alert.} and the rule's name */
    record Payload(String type, Instant timestamp, Alert data) {}

    private final AlertStore alerts;
    private final ObjectMapper json;

    AlertMessages(AlertStore alerts, ObjectMapper json) {
        this.alerts = alerts;
        this.json = json;
    }

    @Override
    public Topic topic() {
        return Topic.ALERTS;
    }

    @Override
    public Map<Long, Message> of(Collection<Long> numbers) {
        Map<Long, Message> messages = new HashMap<>();
        alerts.at(List.copyOf(numbers)).forEach(alert -> messages.put(alert.number(), message(alert)));
        return messages;
    }

    private Message message(Alert alert) {
        try {
            return new Message(
                    alert.id(), json.writeValueAsString(new Payload("alert." + alert.rule(), alert.raisedAt(), alert)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
