package io.reprieve.audit;

import static io.restassured.RestAssured.given;

import io.reprieve.localservers.TestServers;
import io.reprieve.localservers.Tokens;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The service over HTTP, as users and services of the local realm. */
final class Api {
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Api() {}

    /** A local user, or a service account when the name ends in {@code -service}, or {@code automation}. */
    static RequestSpecification as(String who) {
        return given().auth().oauth2(token(who)).urlEncodingEnabled(false);
    }

    static String token(String who) {
        return TOKENS.computeIfAbsent(
                who,
                name -> name.endsWith("-service") || name.startsWith("automation")
                        ? Tokens.ofService(TestServers.keycloak(), name)
                        : Tokens.of(TestServers.keycloak(), name));
    }

    static Response append(String who, String... lines) {
        return as(who).config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)))
                .contentType("application/x-ndjson")
                .body(String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/events:batch");
    }

    static long append(Events event) {
        Response answer = append("purge-service", event.line());
        answer.then().statusCode(200);
        return answer.jsonPath().getLong("items[0].index");
    }
}
