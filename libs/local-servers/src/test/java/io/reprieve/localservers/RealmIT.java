package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the services rely on in the tokens and decisions of the local realm. */
class RealmIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final LocalKeycloak KEYCLOAK = TestServers.keycloak();
    private static final Set<String> SERVICES =
            Set.of("account-service", "purge-service", "backup-service", "audit-service");

    @ParameterizedTest
    @CsvSource({
        "requester, purge-requester",
        "requester2, purge-requester",
        "approver, purge-approver",
        "approver2, purge-approver",
        "approver3, purge-approver",
        "both, purge-requester purge-approver",
        "support, support",
        "restorer, restore-operator",
        "restorer2, restore-operator",
        "provisioner, account-admin",
        "auditor, auditor",
        "admin, platform-admin",
        "admin2, platform-admin"
    })
    void a_persons_token_says_who_they_are_what_they_may_and_when_they_signed_in(String user, String roles)
            throws Exception {
        long before = Instant.now().getEpochSecond() - 1;

        JsonNode claims = claims(Tokens.of(KEYCLOAK, user));

        assertThat(claims.get("iss").asText()).isEqualTo(KEYCLOAK.realmUrl());
        assertThat(claims.get("azp").asText()).isEqualTo("reprieve-cli");
        assertThat(claims.get("sub").asText()).isNotBlank();
        assertThat(claims.get("person_id").asText()).isEqualTo("psn_" + user);
        assertThat(claims.get("auth_time").asLong())
                .isBetween(before, Instant.now().getEpochSecond() + 1);
        assertThat(texts(claims.get("aud"))).containsAll(SERVICES);
        Set<String> held = texts(claims.at("/realm_access/roles"));
        held.removeIf(role -> Set.of("default-roles-reprieve", "offline_access", "uma_authorization")
                .contains(role));
        assertThat(held).containsExactlyInAnyOrder(roles.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "account-service, service, audit-service",
        "purge-service, service, account-service backup-service audit-service",
        "backup-service, service, account-service audit-service",
        "audit-service, service, ''",
        "automation, purge-requester, account-service purge-service backup-service audit-service",
        "provisioning, account-admin, account-service purge-service backup-service audit-service"
    })
    void a_service_accounts_token_is_good_for_the_services_below_it_and_is_nobodys(
            String client, String role, String audiences) throws Exception {
        JsonNode claims = claims(Tokens.ofService(KEYCLOAK, client));

        assertThat(claims.get("azp").asText()).isEqualTo(client);
        assertThat(claims.get("client_id").asText()).isEqualTo(client);
        assertThat(claims.has("person_id")).isFalse();
        assertThat(claims.has("auth_time")).isFalse();
        assertThat(texts(claims.at("/realm_access/roles"))).containsExactly(role);
        Set<String> services = texts(claims.path("aud"));
        services.retainAll(SERVICES);
        assertThat(services).containsExactlyInAnyOrder(audiences.isEmpty() ? new String[0] : audiences.split(" "));
    }

    @Test
    void nobody_changes_their_own_person_id() throws Exception {
        String token = Tokens.of(KEYCLOAK, "requester2");
        String account = KEYCLOAK.realmUrl() + "/account";
        HttpResponse<String> own = send(request(account, token).GET());
        assertThat(own.statusCode()).isEqualTo(200);
        ObjectNode profile = (ObjectNode) JSON.readTree(own.body());

        for (String claimed : new String[] {"psn_approver", ""}) {
            ObjectNode forged = profile.deepCopy();
            forged.withObject("/attributes").putArray("person_id").add(claimed);
            HttpResponse<String> answer = send(request(account, token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(forged.toString())));
            assertThat(answer.statusCode()).isIn(204, 400);
            assertThat(claims(Tokens.of(KEYCLOAK, "requester2"))
                            .get("person_id")
                            .asText())
                    .isEqualTo("psn_requester2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "account-service, 200",
        "purge-service, 200",
        "backup-service, 403",
        "audit-service, 200",
        "automation, 403",
        "provisioning, 403"
    })
    void only_those_who_check_keys_or_name_persons_may_look_people_up(String client, int status) throws Exception {
        String users = KEYCLOAK.url() + "/admin/realms/reprieve/users?username=both&exact=true";

        HttpResponse<String> answer =
                send(request(users, Tokens.ofService(KEYCLOAK, client)).GET());

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        // service, resource, scope, who may, who may not
        "account-service, accounts, POST, provisioner service:provisioning, requester approver support admin auditor service:purge-service",
        "account-service, account, GET, support requester approver restorer provisioner service:purge-service service:backup-service, admin service:audit-service",
        "account-service, account-content, GET, service:purge-service service:backup-service, support provisioner service:automation",
        "account-service, legal-hold, PUT, provisioner, requester approver support service:purge-service",
        "account-service, fence, PUT, service:purge-service, service:backup-service provisioner admin",
        "account-service, erasure, POST, service:purge-service, service:backup-service service:account-service requester approver both admin",
        "account-service, reactivation, POST, service:backup-service, service:purge-service restorer",
        "account-service, people, GET, support provisioner, requester approver restorer service:purge-service",
        "purge-service, purge-requests, POST, requester both service:automation, approver support restorer provisioner auditor admin service:purge-service",
        "purge-service, purge-request, GET, requester approver support restorer auditor admin, provisioner service:backup-service",
        "purge-service, approvals, POST, approver both, requester support restorer auditor admin service:automation",
        "purge-service, freeze, PUT, requester approver admin, support restorer",
        "purge-service, freeze, DELETE, requester approver admin, support restorer auditor",
        "purge-service, policy, PUT, admin, requester approver auditor",
        "purge-service, purge-inventory, GET, auditor admin support, requester approver",
        "backup-service, backups, POST, restorer service:purge-service, requester support auditor admin",
        "backup-service, backup-content, GET, restorer, support requester service:purge-service",
        "backup-service, restores, POST, restorer restorer2, support approver service:purge-service",
        "backup-service, lock-extensions, POST, service:purge-service, restorer admin",
        "audit-service, append, POST, service:account-service service:purge-service service:backup-service, auditor admin service:automation",
        "audit-service, events, GET, auditor support service:purge-service, requester restorer service:automation",
        "audit-service, whole-log, GET, auditor, support requester service:purge-service"
    })
    void a_permission_is_given_to_those_the_table_names_and_to_nobody_else(
            String service, String resource, String scope, String may, String mayNot) throws Exception {
        for (String who : may.split(" ")) {
            assertThat(decision(who, service, resource, scope))
                    .as("%s %s %s", who, scope, resource)
                    .isEqualTo(200);
        }
        for (String who : mayNot.split(" ")) {
            assertThat(decision(who, service, resource, scope))
                    .as("%s %s %s", who, scope, resource)
                    .isEqualTo(403);
        }
    }

    private static int decision(String who, String service, String resource, String scope) throws Exception {
        String token = who.startsWith("service:")
                ? Tokens.ofService(KEYCLOAK, who.substring("service:".length()))
                : Tokens.of(KEYCLOAK, who);
        String form = "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:uma-ticket") + "&audience=" + service
                + "&permission=" + encoded(resource + "#" + scope) + "&response_mode=decision";
        return send(request(KEYCLOAK.realmUrl() + "/protocol/openid-connect/token", token)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)))
                .statusCode();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode claims(String token) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static Set<String> texts(JsonNode node) {
        Set<String> texts = new HashSet<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
