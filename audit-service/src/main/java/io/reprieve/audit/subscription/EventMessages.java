package io.reprieve.audit.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.LogReader;
import io.reprieve.audit.search.EventView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** An entry as a message: what Standard Webhooks asks of a payload, around the entry as search shows it. */
@Singleton
class EventMessages implements MessageSource {
    /** @param data the entry */
    record Payload(String type, Instant timestamp, EventView data) {}

    private final LogReader log;
    private final ObjectMapper json;

    EventMessages(LogReader log, ObjectMapper json) {
        this.log = log;
        this.json = json;
    }

    @Override
    public Topic topic() {
        return Topic.EVENTS;
    }

    @Override
    public Map<Long, Message> of(Collection<Long> numbers) {
        Map<Long, Message> messages = new HashMap<>();
        log.at(numbers).forEach(event -> messages.put(event.index(), message(event)));
        return messages;
    }

    private Message message(LoggedEvent event) {
        try {
            return new Message(
                    event.id(), json.writeValueAsString(new Payload(event.type(), event.time(), EventView.of(event))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
