package io.reprieve.audit.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reprieve.audit.event.LoggedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule has counted for one key. Once it has alerted it is quiet for as long as it counts, so that a flood is one
 * alert and not one for every so many entries of it.
 */
final class Window {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** @param at milliseconds since 1970 */
    private record Hit(long index, long at, long weight) {}

    /** @param quietUntil milliseconds since 1970 */
    private record State(List<Hit> hits, long quietUntil) {}

    private final AlertRule rule;
    private final List<Hit> hits;
    private long quietUntil;

    private Window(AlertRule rule, State state) {
        this.rule = rule;
        this.hits = new ArrayList<>(state.hits());
        this.quietUntil = state.quietUntil();
    }

    static Window empty(AlertRule rule) {
        return new Window(rule, new State(List.of(), 0));
    }

    static Window read(AlertRule rule, String json) {
        try {
            return new Window(rule, JSON.readValue(json, State.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what " + rule.name() + " has counted cannot be read", e);
        }
    }

    String written() {
        try {
            return JSON.writeValueAsString(new State(hits, quietUntil));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts an entry; the entries that make up the number the rule wants, or none while they do not. */
    List<Long> take(LoggedEvent event) {
        long at = event.time().toEpochMilli();
        if (at < quietUntil) {
            return List.of();
        }
        hits.removeIf(hit -> hit.at() <= at - rule.within().toMillis());
        hits.add(new Hit(event.index(), at, rule.weight(event)));
        if (hits.stream().mapToLong(Hit::weight).sum() < rule.count()) {
            return List.of();
        }
        List<Long> entries = hits.stream().map(Hit::index).toList();
        hits.clear();
        quietUntil = Instant.ofEpochMilli(at).plus(rule.within()).toEpochMilli();
        return entries;
    }
}
