package io.reprieve.localservers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Access tokens of the local realm, compact form. */
public final class Tokens {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tokens() {}

    /** A local user's token, by password grant of {@code reprieve-cli}; the password is the name. */
    public static String of(LocalKeycloak keycloak, String user) {
        return of(keycloak.realmUrl(), user);
    }

    /** The same, from the realm at {@code realmUrl}. */
    public static String of(String realmUrl, String user) {
        return ask(
                realmUrl,
                Map.of(
                        "grant_type", "password",
                        "client_id", "reprieve-cli",
                        "username", user,
                        "password", user,
                        "scope", "openid"));
    }

    /** A service account's token, by client credentials; the secret is the client's name. */
    public static String ofService(LocalKeycloak keycloak, String client) {
        return ofService(keycloak.realmUrl(), client);
    }

    /** The same, from the realm at {@code realmUrl}. */
    public static String ofService(String realmUrl, String client) {
        return ask(realmUrl, Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", client));
    }

    /** The token of Keycloak's own administrator, for tests that change users. */
    public static String ofAdmin(LocalKeycloak keycloak) {
        return ask(
                keycloak.url() + "/realms/master",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        LocalKeycloak.ADMIN,
                        "password",
                        LocalKeycloak.ADMIN));
    }

    private static String ask(String realmUrl, Map<String, String> form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realmUrl + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("Keycloak gave no token: " + answer.statusCode() + " " + body);
            }
            return body.get("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
