package io.reprieve.purge.simulation;

import io.reprieve.edge.Actor;
import io.reprieve.edge.EffectiveRoles;
import io.reprieve.purge.approval.Hand;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who takes part: people who may, people who may not, and one person behind two users. */
enum Cast {
    REQUESTER("psn_1", Set.of("purge-requester"), true),
    REQUESTER_2("psn_2", Set.of("purge-requester"), true),
    APPROVER("psn_3", Set.of("purge-approver"), true),
    APPROVER_2("psn_4", Set.of("purge-approver"), true),
    APPROVER_3("psn_5", Set.of("purge-approver"), true),
    REQUESTER_UNDER_ANOTHER_NAME("psn_1", Set.of("purge-approver"), true),
    APPROVER_UNDER_ANOTHER_NAME("psn_3", Set.of("purge-approver"), true),
    BOTH("psn_6", Set.of("purge-requester", "purge-approver"), true),
    GONE("psn_7", Set.of("purge-approver"), false),
    NOBODY("psn_8", Set.of(), true),
    ROBOT(null, Set.of("purge-requester"), true);

    private final String person;
    private final Set<String> roles;
    private final boolean enabled;

    Cast(String person, Set<String> roles, boolean enabled) {
        this.person = person;
        this.roles = roles;
        this.enabled = enabled;
    }

    String person() {
        return person == null ? "service:automation" : person;
    }

    /** Tokens carry the role they were asked for, and no more. */
    Hand hand(Instant signedIn, String role) {
        boolean service = this == ROBOT;
        return new Hand(
                person,
                name(),
                service ? "automation" : "reprieve-cli",
                !service,
                service,
                service ? null : signedIn,
                null,
                Set.of(role));
    }

    Actor actor() {
        return new Actor(person(), this == ROBOT ? Actor.SERVICE : Actor.PERSON, "reprieve-cli");
    }

    String token() {
        return name();
    }

    static Cast byToken(String token) {
        return valueOf(token);
    }

    boolean mayApprove() {
        return enabled && roles.equals(Set.of("purge-approver"));
    }

    /** Keycloak's word. */
    static EffectiveRoles.Answer of(String subject) {
        return Arrays.stream(values())
                .filter(one -> one.name().equals(subject))
                .findFirst()
                .<EffectiveRoles.Answer>map(one -> new EffectiveRoles.Known(
                        one.enabled,
                        one.roles,
                        one.person == null ? Map.of() : Map.of("person_id", List.of(one.person)),
                        Set.of(),
                        Instant.EPOCH))
                .orElseGet(() -> new EffectiveRoles.Unknown("no such user"));
    }
}
