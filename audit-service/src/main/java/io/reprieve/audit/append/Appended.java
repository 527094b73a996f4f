package io.reprieve.audit.append;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.Entry;
import java.util.List;

/**
 * Where the events of one call lie.
 *
 * @param items in the order of the call
 * @param checkpoint the signed state that covers them all
 * @param added how many of them are new
 */
public record Appended(List<Item> items, Checkpoint checkpoint, int added) {
    public record Item(Entry entry, long index) {}
}
