package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.journey.AuthorizationTable.Line;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No token but one that this realm signed, for this service, of somebody, for now, opens anything. */
class TokenMutationsIT {
    private static Callers callers;
    private static Map<String, String> tokens;

    @BeforeAll
    static void mutate() throws Exception {
        callers = new Callers();
        RealmClients clients = new RealmClients(callers.realm());
        String good = callers.token("requester");
        JsonNode fleeting = clients.tokens("short-lived", "requester", client -> ((ObjectNode) client.get("attributes"))
                .put("access.token.lifespan", "1"));
        tokens = new LinkedHashMap<>();
        tokens.put("none", null);
        tokens.put("garbage", "garbage");
        tokens.put("alg:none", unsigned("none", good));
        tokens.put("alg:nOnE", unsigned("nOnE", good));
        tokens.put("signed with the realm's public key", confused(good, clients.realmFacts()));
        tokens.put("altered signature", good.replaceFirst(".{20}$", "AAAAAAAAAAAAAAAAAAAA"));
        tokens.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        tokens.put("altered payload", withMoreRoles(good));
        tokens.put("of another realm", clients.administrator());
        tokens.put(
                "for another audience",
                accessToken(clients.tokens(
                        "elsewhere",
                        "requester",
                        client -> without((ArrayNode) client.get("protocolMappers"), "audience"))));
        tokens.put(
                "of nobody",
                accessToken(clients.tokens(
                        "nobody",
                        "requester",
                        client -> without((ArrayNode) client.get("defaultClientScopes"), "basic"))));
        tokens.put(
                "for the client to read, not for us", fleeting.path("id_token").asText());
        tokens.put("to get tokens with", fleeting.path("refresh_token").asText());
        tokens.put("expired", accessToken(fleeting));
        assertThat(RealmClients.claims(tokens.get("of nobody")).has("sub")).isFalse();
        Instant expired = Instant.ofEpochSecond(
                RealmClients.claims(tokens.get("expired")).path("exp").asLong());
        Eventually.of(
                "the token to expire",
                Duration.ofSeconds(20),
                Instant::now,
                now -> now.isAfter(expired.plusSeconds(1)));
    }

    @TestFactory
    Stream<DynamicTest> without_a_token_that_holds_nobody_gets_anywhere() {
        return AuthorizationTable.lines().stream()
                .map(line -> DynamicTest.dynamicTest(line.toString(), () -> {
                    Map<String, Integer> answers = new LinkedHashMap<>();
                    tokens.forEach((name, token) ->
                            answers.put(name, callers.call(line, token).status()));
                    assertThat(answers)
                            .allSatisfy((name, status) ->
                                    assertThat(status).as(name).isEqualTo(401));
                }));
    }

    /** Otherwise the copies of the client would prove nothing. */
    @Test
    void a_token_of_the_unchanged_copy_of_the_client_is_taken() {
        Line reading = AuthorizationTable.lines().stream()
                .filter(line -> line.path().equals("/api/v1/purge-requests")
                        && line.method().equals("GET"))
                .findFirst()
                .orElseThrow();
        String copy = accessToken(new RealmClients(callers.realm()).tokens("copy", "requester", client -> {}));
        assertThat(callers.call(reading, copy).status()).isEqualTo(200);
        assertThat(callers.call(reading, tokens.get("expired")).status()).isEqualTo(401);
    }

    private static String accessToken(JsonNode answer) {
        return answer.path("access_token").asText();
    }

    private static void without(ArrayNode list, String name) {
        for (int i = list.size() - 1; i >= 0; i--) {
            String each = list.get(i).isTextual()
                    ? list.get(i).asText()
                    : list.get(i).path("name").asText();
            if (each.startsWith(name)) {
                list.remove(i);
            }
        }
    }

    private static String unsigned(String algorithm, String token) {
        return base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + token.split("\\.")[1] + ".";
    }

    private static String withMoreRoles(String token) {
        String[] parts = token.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + base64(payload.replace("\"purge-requester\"", "\"purge-requester\",\"auditor\"")) + "."
                + parts[2];
    }

    /** RS256 made HS256, with the one key everybody knows as the secret. */
    private static String confused(String token, JsonNode realm) throws Exception {
        String key = "-----BEGIN PUBLIC KEY-----\n" + realm.path("public_key").asText() + "\n-----END PUBLIC KEY-----";
        String content = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + token.split("\\.")[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return content + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
