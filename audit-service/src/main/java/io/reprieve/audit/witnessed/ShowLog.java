package io.reprieve.audit.witnessed;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogStanding;

/**
 * Shows one witness the newest state of the log, beginning from what it remembers. What it remembers is the only thing here
 * that a rollback of this database does not reach; so a larger log than this one, or another of the same size, is what
 * {@link LogStanding} is for.
 */
final class ShowLog {
    private static final int ROUNDS = 5;

    private final ShownLog log;
    private final WitnessLink witness;
    private final LogStanding standing;

    ShowLog(ShownLog log, WitnessLink witness, LogStanding standing) {
        this.log = log;
        this.witness = witness;
        this.standing = standing;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** @param size that is cosigned now */
        record Cosigned(long size) implements Outcome {}

        record Contradicted(String fact) implements Outcome {}

        record Unanswered(String why) implements Outcome {}
    }

    Outcome show() {
        Outcome outcome = exchange();
        if (outcome instanceof Outcome.Contradicted no) {
            standing.contradictedBy(witness.name(), no.fact());
        } else if (outcome instanceof Outcome.Cosigned) {
            standing.confirmedBy(witness.name());
        }
        return outcome;
    }

    private Outcome exchange() {
        Checkpoint newest = log.newest();
        long old = log.cosigned(witness.name());
        for (int round = 0; round < ROUNDS; round++) {
            if (old > newest.size()) {
                // Another replica may have appended and shown it meanwhile; if none did, it is gone.
                newest = log.newest();
            }
            if (old > newest.size()) {
                return contradicted("has seen a log of " + old + " entries; this one ends with " + newest.size());
            }
            Reply reply = witness.show(old, log.consistency(old, newest.size()), newest.note());
            if (reply instanceof Reply.Cosigned yes) {
                return log.keep(witness.name(), newest, yes.lines())
                        ? new Outcome.Cosigned(newest.size())
                        : new Outcome.Unanswered("its cosignature is by none of REPRIEVE_WITNESS_PUBLIC_KEY");
            } else if (reply instanceof Reply.Unproved) {
                return contradicted("has seen a log of " + old + " entries that is not how this one begins");
            } else if (reply instanceof Reply.None none) {
                return new Outcome.Unanswered(none.why());
            }
            long remembered = ((Reply.Remembers) reply).size();
            if (remembered == old && old == newest.size()) {
                return contradicted("has seen another log of " + old + " entries");
            }
            old = remembered;
        }
        return new Outcome.Unanswered("others keep showing it newer states");
    }

    private Outcome contradicted(String fact) {
        return new Outcome.Contradicted("the witness " + witness.name() + " " + fact);
    }
}
