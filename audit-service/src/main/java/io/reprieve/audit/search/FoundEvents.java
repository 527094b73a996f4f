package io.reprieve.audit.search;

import java.util.List;

/**
 * One page of what was found.
 *
 * @param next the cursor of the page after this one, null on the last; it goes on in the log as of the same size
 * @param asOf how many entries of the log were searched; what was appended later is not among the items
 * @param logSize how many it had when the search began; more than {@code asOf} only when the index is behind
 */
public record FoundEvents(List<EventView> items, String next, long asOf, long logSize) {}
