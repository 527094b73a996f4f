package io.reprieve.verifier.log;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.SignedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Checkpoints somebody kept from earlier: what the log was then, it has to have been. */
public final class KeptCheckpoints {
    private final Deque<SignedTree> ahead;
    private long held;
    private Finding found;

    private KeptCheckpoints(List<SignedTree> trees) {
        this.ahead = new ArrayDeque<>(trees);
    }

    public static KeptCheckpoints none() {
        return new KeptCheckpoints(List.of());
    }

    /**
     * @param path a checkpoint, or a folder of them, such as the vault's {@code audit-checkpoints/}
     * @throws NotProved when one is not signed as it should be
     */
    public static KeptCheckpoints in(Path path, LogKeys keys) throws IOException, NotProved {
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        List<SignedTree> trees = new ArrayList<>();
        for (Path file : files) {
            try {
                trees.add(keys.believe(Files.readString(file)));
            } catch (NotProved e) {
                throw new NotProved(file + ": " + e.getMessage());
            }
        }
        trees.sort(Comparator.comparingLong(SignedTree::size));
        return new KeptCheckpoints(trees);
    }

    /** Whether one is for a size within, or at the end of, these entries. */
    boolean concern(long to) {
        return !ahead.isEmpty() && ahead.peek().size() <= to;
    }

    /** Holds those of this size against its root. */
    void hold(long size, byte[] root) {
        while (!ahead.isEmpty() && ahead.peek().size() <= size) {
            SignedTree kept = ahead.poll();
            if (kept.size() == size && !Arrays.equals(kept.root(), root) && found == null) {
                found = new Finding(
                        held,
                        size - held,
                        "entries " + held + " to " + (size - 1) + " are not those of the checkpoint kept for " + size);
            }
            held = kept.size();
        }
    }

    /**
     * After the last entry.
     *
     * @throws NotProved when one is of a larger log than this one
     */
    Finding end(long size) throws NotProved {
        if (found == null && !ahead.isEmpty()) {
            throw new Tiles.Damaged(
                    size,
                    "this log ends with " + size + " entries; a checkpoint was kept for "
                            + ahead.peekLast().size());
        }
        return found;
    }
}
