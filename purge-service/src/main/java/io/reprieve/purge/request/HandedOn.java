package io.reprieve.purge.request;

import io.reprieve.edge.Problem;
import io.reprieve.purge.neighbour.Neighbour;
import java.util.function.Supplier;

/** A call made with a person's own token: what the other service says to it, it says to the person. */
public final class HandedOn {
    private static final String STALE_SIGN_IN = "stale-sign-in";
    /** RFC 9470; how recently is account-service's own configuration, and in its detail. */
    private static final String SIGN_IN_AGAIN = "Bearer error=\"insufficient_user_authentication\"";

    private HandedOn() {}

    public static <T> T refusalsOf(Supplier<T> call) {
        try {
            return call.get();
        } catch (Neighbour.Refused e) {
            Problem refused = Problem.of(
                            e.status(),
                            e.code(),
                            "account-service refuses the key",
                            e.detail().isEmpty() ? "Nothing was recorded here." : e.detail())
                    .with("refusedBy", "account-service");
            throw e.code().equals(STALE_SIGN_IN) ? refused.challenge(SIGN_IN_AGAIN) : refused;
        }
    }
}
