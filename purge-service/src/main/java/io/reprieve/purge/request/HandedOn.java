package io.reprieve.purge.request;

import io.reprieve.edge.Problem;
import io.reprieve.purge.neighbour.Neighbour;
import java.util.function.Supplier;

/** A call made with a person's own token: what the other service says to it, it says to the person. */
public final class HandedOn {
    private HandedOn() {}

    public static <T> T refusalsOf(Supplier<T> call) {
        try {
            return call.get();
        } catch (Neighbour.Refused e) {
            throw Problem.of(
                            e.status(),
                            e.code(),
                            "account-service refuses the key",
                            e.detail().isEmpty() ? "Nothing was recorded here." : e.detail())
                    .with("refusedBy", "account-service");
        }
    }
}
