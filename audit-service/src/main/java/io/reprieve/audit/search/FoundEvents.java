package io.reprieve.audit.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprieve.edge.PersonNames;
import java.util.List;
import java.util.Map;

/**
 * One page of what was found.
 *
 * @param next the cursor of the page after this one, null on the last; it goes on in the log as of the same size
 * @param asOf how many entries of the log were searched; what was appended later is not among the items
 * @param logSize how many it had when the search began; more than {@code asOf} only when the index is behind
 * @param missing indexes of entries that meet the criteria and are gone from the log: it was damaged; left out when there are none
 * @param names what the actors are called now, by their ids; null unless asked for
 */
public record FoundEvents(
        List<EventView> items,
        String next,
        long asOf,
        long logSize,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> missing,
        @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, String> names) {

    FoundEvents named(PersonNames persons) {
        return new FoundEvents(
                items,
                next,
                asOf,
                logSize,
                missing,
                persons.of(items.stream().map(EventView::actor).toList()));
    }
}
