package io.reprieve.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Clients of the realm as its administrator makes them, to get tokens that Keycloak signs and no service should take. */
final class RealmClients {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String realm;
    private final String admin;

    RealmClients(String realm) {
        this.realm = realm;
        this.admin = realm.replace("/realms/", "/admin/realms/");
    }

    /** A copy of {@code reprieve-cli} under this name, changed; what the token endpoint then answers its user with. */
    JsonNode tokens(String name, String user, Consumer<ObjectNode> change) {
        ObjectNode client =
                (ObjectNode) get("/clients?clientId=reprieve-cli").get(0).deepCopy();
        client.remove("id");
        client.put("clientId", name);
        client.path("protocolMappers").forEach(mapper -> ((ObjectNode) mapper).remove("id"));
        change.accept(client);
        json(admin("/clients").POST(BodyPublishers.ofString(client.toString())));
        return passwordGrant(realm, name, user);
    }

    /** Keycloak's administrator, of the realm next door. */
    String administrator() {
        return passwordGrant(realm.replaceFirst("/realms/.*", "/realms/master"), "admin-cli", "admin")
                .path("access_token")
                .asText();
    }

    /** What the realm publishes about itself. */
    JsonNode realmFacts() {
        return json(HttpRequest.newBuilder(URI.create(realm)));
    }

    static JsonNode claims(String token) {
        try {
            return JSON.readTree(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode passwordGrant(String realm, String client, String user) {
        String form = Map.of(
                        "grant_type", "password",
                        "client_id", client,
                        "username", user,
                        "password", user,
                        "scope", "openid")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return json(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private JsonNode get(String path) {
        return json(admin(path).GET());
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + administrator())
                .header("Content-Type", "application/json");
    }

    private static JsonNode json(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
