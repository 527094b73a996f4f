package io.reprieve.purge.facts;

import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.neighbour.Neighbour;
import java.util.function.Supplier;

/** Silence and refusals become an unknown. */
final class Learn {
    private Learn() {}

    static <T> Fact<T> from(Supplier<T> question) {
        try {
            return Fact.known(question.get());
        } catch (Neighbour.Refused | Neighbour.Silent | IllegalStateException e) {
            return Fact.unknown(e.getMessage());
        }
    }
}
