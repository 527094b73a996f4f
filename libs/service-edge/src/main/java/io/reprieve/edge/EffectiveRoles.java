package io.reprieve.edge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a user effectively holds in the realm now, by roles of their own, of their groups and by composites, whatever
 * the token at hand was asked for.
 */
public interface EffectiveRoles {

    /** Keycloak's answer, or why there is none; whoever decides on {@link Unknown} decides no. */
    sealed interface Answer permits Known, Unknown {}

    /**
     * @param enabled whether the user may sign in at all
     * @param roles every effective realm role
     * @param attributes the user's attributes
     * @param groups paths of the groups the user is in, without the leading slash: {@code security}, {@code emea/support}
     * @param createdAt when the user was created; null when Keycloak does not say
     */
    record Known(
            boolean enabled,
            Set<String> roles,
            Map<String, List<String>> attributes,
            Set<String> groups,
            Instant createdAt)
            implements Answer {
        public Known {
            roles = Set.copyOf(roles);
            attributes = Map.copyOf(attributes);
            groups = Set.copyOf(groups);
        }
    }

    /** No answer: not asked in time, no right to ask, no such user. */
    record Unknown(String reason) implements Answer {}

    /**
     * Asks Keycloak; never throws and answers within six seconds.
     *
     * @param subject the user's id in Keycloak ({@link Caller#subject()})
     */
    Answer of(String subject);
}
