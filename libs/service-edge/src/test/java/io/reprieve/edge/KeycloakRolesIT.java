package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localservers.LocalKeycloak;
import io.reprieve.localservers.TestServers;
import io.reprieve.localservers.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real Keycloak with the local realm. */
class KeycloakRolesIT {
    private static LocalKeycloak keycloak;

    @BeforeAll
    static void start() {
        keycloak = TestServers.keycloak();
    }

    private static EffectiveRoles as(String client, String secret) {
        return new KeycloakRoles(Optional.of(keycloak.realmUrl()), Optional.of(client), Optional.of(secret));
    }

    private static String subject(String user) {
        String payload = Tokens.of(keycloak, user).split("\\.")[1];
        JsonNode claims = Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        return claims.path("sub").asText();
    }

    @Test
    void a_user_is_known_with_roles_and_person_id() {
        EffectiveRoles.Answer answer = as("purge-service", "purge-service").of(subject("approver"));
        assertThat(answer).isInstanceOfSatisfying(EffectiveRoles.Known.class, known -> {
            assertThat(known.enabled()).isTrue();
            assertThat(known.roles()).contains("purge-approver").doesNotContain("purge-requester");
            assertThat(known.attributes())
                    .containsEntry("person_id", List.of("psn_approver"))
                    .containsEntry("department", List.of("support"));
            assertThat(known.groups()).containsExactly("support");
            assertThat(known.createdAt()).isEqualTo(Instant.parse("2022-01-01T00:00:00Z"));
        });
    }

    @Test
    void a_person_is_called_what_keycloak_calls_them_and_nobody_else_is_called_anything() {
        PersonNames names = new KeycloakPersonNames(new KeycloakRoles(
                Optional.of(keycloak.realmUrl()), Optional.of("audit-service"), Optional.of("audit-service")));

        assertThat(names.of(
                        List.of("psn_approver", "psn_requester", "psn_nobody", "service:purge-service", "psn_a b:c")))
                .containsOnly(entry("psn_approver", "Approver Local"), entry("psn_requester", "Requester Local"));
    }

    @Test
    void without_keycloak_nobody_has_a_name() {
        PersonNames names = new KeycloakPersonNames(new KeycloakRoles(
                Optional.of("http://localhost:1/realms/reprieve"), Optional.of("audit-service"), Optional.of("x")));

        assertThat(names.of(List.of("psn_approver"))).isEmpty();
    }

    @Test
    void who_holds_both_roles_is_seen_to_hold_both() {
        assertThat(as("account-service", "account-service").of(subject("both")))
                .isInstanceOfSatisfying(EffectiveRoles.Known.class, known -> assertThat(known.roles())
                        .contains("purge-requester", "purge-approver"));
    }

    @Test
    void roles_of_groups_and_roles_within_roles_count() {
        RealmAdmin admin = new RealmAdmin(keycloak);
        admin.composite("team-lead", "purge-approver");
        String user = admin.user("grouped", true);
        admin.group("cleaners", user, "purge-requester", "team-lead");
        assertThat(as("purge-service", "purge-service").of(user))
                .isInstanceOfSatisfying(EffectiveRoles.Known.class, known -> assertThat(known.roles())
                        .contains("purge-requester", "purge-approver", "team-lead"));
    }

    @Test
    void a_user_who_was_just_created_is_known_to_be_new() {
        String user = new RealmAdmin(keycloak).user("newcomer", true);
        assertThat(as("purge-service", "purge-service").of(user))
                .isInstanceOfSatisfying(EffectiveRoles.Known.class, known -> assertThat(known.createdAt())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)));
    }

    @Test
    void a_disabled_user_is_known_to_be_disabled() {
        String user = new RealmAdmin(keycloak).user("gone", false);
        assertThat(as("purge-service", "purge-service").of(user))
                .isInstanceOfSatisfying(EffectiveRoles.Known.class, known -> assertThat(known.enabled())
                        .isFalse());
    }

    @Test
    void the_token_is_taken_once_and_used_again() {
        EffectiveRoles roles = as("purge-service", "purge-service");
        for (int i = 0; i < 3; i++) {
            assertThat(roles.of(subject("requester"))).isInstanceOf(EffectiveRoles.Known.class);
        }
    }

    @Test
    void a_service_without_the_right_to_ask_knows_nothing() {
        assertThat(as("automation", "automation").of(subject("approver")))
                .isEqualTo(new EffectiveRoles.Unknown("status 403"));
    }

    @Test
    void a_wrong_secret_knows_nothing() {
        assertThat(as("purge-service", "wrong").of(subject("approver"))).isInstanceOf(EffectiveRoles.Unknown.class);
    }

    @Test
    void a_user_nobody_knows_is_unknown() {
        EffectiveRoles roles = as("purge-service", "purge-service");
        assertThat(roles.of(UUID.randomUUID().toString())).isEqualTo(new EffectiveRoles.Unknown("no such user"));
        assertThat(roles.of("../clients")).isInstanceOf(EffectiveRoles.Unknown.class);
        assertThat(roles.of("?first=0")).isInstanceOf(EffectiveRoles.Unknown.class);
    }
}
