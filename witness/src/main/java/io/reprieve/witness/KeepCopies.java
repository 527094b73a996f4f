package io.reprieve.witness;

import io.reprieve.verifier.SignedTree;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Once a minute puts a copy of the newest checkpoint away, if the log grew since. */
final class KeepCopies implements AutoCloseable {
    private static final long SOON_SECONDS = 10;
    private static final long EVERY_SECONDS = 60;

    private final Witness witness;
    private final Memory memory;
    private final Copies copies;
    private final Tally tally;
    private final Clock clock;
    private final Consumer<String> say;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "copies");
        thread.setDaemon(true);
        return thread;
    });
    private long copied = -1;

    KeepCopies(Witness witness, Memory memory, Copies copies, Tally tally, Clock clock, Consumer<String> say) {
        this.witness = witness;
        this.memory = memory;
        this.copies = copies;
        this.tally = tally;
        this.clock = clock;
        this.say = say;
    }

    /**
     * A witness that remembers less than it once put away has lost its memory, and would cosign a log that was rolled back.
     *
     * @throws IOException when it does, or when the copies cannot be looked at
     */
    void refuseToForget() throws IOException {
        long size = witness.newest().map(SignedTree::size).orElse(-1L);
        Optional<String> larger = copies.larger(size);
        if (larger.isPresent()) {
            throw new IOException("this witness remembers a log of " + Math.max(size, 0) + " entries and once put away "
                    + larger.get() + ": its state was lost or rolled back; see docs/runbooks/log-rolled-back.md");
        }
    }

    void begin() {
        timer.scheduleWithFixedDelay(this::look, SOON_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Puts the newest away, unless that was done; what fails is tried again at the next look. */
    void look() {
        Optional<SignedTree> newest = witness.newest();
        if (newest.isEmpty() || newest.get().size() == copied) {
            return;
        }
        try {
            // What is remembered may be newer by now: a copy goes under the size it is of.
            String note = memory.kept().orElseThrow();
            long size = Long.parseLong(note.split("\n", 3)[1]);
            copies.put(size, note);
            copied = size;
            tally.copied(size, clock.instant().getEpochSecond());
        } catch (IOException | RuntimeException e) {
            tally.copyFailed();
            say.accept("No copy of the newest checkpoint was put away: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
