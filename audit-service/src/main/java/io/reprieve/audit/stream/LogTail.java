package io.reprieve.audit.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.follow.LogReader;
import io.reprieve.audit.search.EventView;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The log as something to be followed. */
@Singleton
public class LogTail {
    /** Of at most 32 KiB each. */
    private static final int STRETCH = 64;

    private final LogReader log;
    private final ObjectMapper json;
    private final Growth growth;

    LogTail(LogReader log, ObjectMapper json) {
        this.log = log;
        this.json = json;
        this.growth = new Growth("log-tail", log::size);
    }

    /** The entries that a filter lets through, numbered by their indexes. */
    Tail of(EventFilter filter) {
        return new Tail() {
            @Override
            public long end() {
                return log.size();
            }

            @Override
            public CompletionStage<Void> arrival(long number, Duration most) {
                return growth.beyond(number, most);
            }

            @Override
            public Stretch from(long number) {
                List<LoggedEvent> events = log.from(number, Long.MAX_VALUE, STRETCH);
                List<Item> items = events.stream()
                        .filter(filter::matches)
                        .map(LogTail.this::item)
                        .toList();
                return new Stretch(
                        items,
                        events.isEmpty()
                                ? number
                                : events.get(events.size() - 1).index() + 1);
            }
        };
    }

    private Tail.Item item(LoggedEvent event) {
        try {
            // Between the members of a leaf a carriage return is white space; in a stream of events it ends the line.
            String line = json.writeValueAsString(EventView.of(event)).replace('\r', ' ');
            return new Tail.Item(event.index(), event.type(), line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
