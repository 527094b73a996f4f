package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stretch of the log that followers are at, read and parsed once for all of them: they are nearly always at the same
 * place, and an entry never changes.
 */
@ApplicationScoped
class EntriesToFollow {
    /** Entries of a block; a follower is never given more at once. */
    static final int BLOCK = 1024;

    private static final long MOST_BYTES = 8L << 20;

    /** Entries from an index on, without those that are gone from the log; grows at its end until the block is full. */
    private static final class Block {
        private final long first;
        private final List<LoggedEvent> entries = new ArrayList<>();
        private long next;
        private volatile long bytes;

        Block(long first) {
            this.first = first;
            this.next = first;
        }

        synchronized List<LoggedEvent> from(LogReader log, long index) {
            if (index >= next) {
                List<LoggedEvent> read = log.from(next, first + BLOCK, BLOCK);
                entries.addAll(read);
                bytes += read.stream().mapToLong(entry -> entry.leaf().length).sum();
                next = read.isEmpty() ? next : read.get(read.size() - 1).index() + 1;
            }
            return entries.stream().filter(entry -> entry.index() >= index).toList();
        }
    }

    private final LogReader log;
    private final Map<Long, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);

    EntriesToFollow(LogReader log) {
        this.log = log;
    }

    /**
     * The entries from an index on, up to the end of its block or of the log; empty when there is none yet. What is gone
     * from the log is told and passed over: whoever removed an entry shall not have stopped the alerts with it.
     */
    List<LoggedEvent> from(long index) {
        List<LoggedEvent> entries = ofBlock(index);
        // The size first: what was appended after a block was read is not missing from it.
        long size = entries.isEmpty() ? log.size() : 0;
        for (long from = index; entries.isEmpty() && from < size; from = endOfBlock(from)) {
            entries = ofBlock(from);
            if (entries.isEmpty() && endOfBlock(from) < size) {
                log.missing(from, endOfBlock(from));
            }
        }
        return entries;
    }

    private static long endOfBlock(long index) {
        return index - index % BLOCK + BLOCK;
    }

    private List<LoggedEvent> ofBlock(long index) {
        long first = index - index % BLOCK;
        Block block = block(first);
        try {
            return block.from(log, index);
        } finally {
            keepFew(first);
        }
    }

    private synchronized Block block(long first) {
        return blocks.computeIfAbsent(first, Block::new);
    }

    /** The least recently asked for go first. */
    private synchronized void keepFew(long asked) {
        long held = blocks.values().stream().mapToLong(block -> block.bytes).sum();
        Iterator<Block> eldest = blocks.values().iterator();
        while (held > MOST_BYTES && eldest.hasNext()) {
            Block block = eldest.next();
            if (block.first != asked) {
                held -= block.bytes;
                eldest.remove();
            }
        }
    }
}
