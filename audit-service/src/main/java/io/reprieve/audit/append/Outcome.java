package io.reprieve.audit.append;

import io.reprieve.audit.append.Placement.Placed;
import io.reprieve.audit.log.Checkpoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a call is answered once its transaction is over. */
record Outcome(Placed placed, Checkpoint checkpoint) {
    static List<Outcome> of(List<Placed> placed, Checkpoint checkpoint) {
        return placed.stream().map(one -> new Outcome(one, checkpoint)).toList();
    }

    int added() {
        return placed instanceof Placed.Taken taken ? taken.added() : 0;
    }

    void tell(CompletableFuture<Appended> caller) {
        if (placed instanceof Placed.Taken taken) {
            caller.complete(new Appended(taken.items(), checkpoint, taken.added()));
        } else if (placed instanceof Placed.Refused refused) {
            caller.completeExceptionally(new IdReused(refused.reusedId()));
        }
    }
}
