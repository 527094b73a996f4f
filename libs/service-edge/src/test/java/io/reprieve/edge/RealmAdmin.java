package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localservers.LocalKeycloak;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Changes the realm of a test's Keycloak as its administrator would. */
final class RealmAdmin {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String admin;
    private final String token;

    RealmAdmin(LocalKeycloak keycloak) {
        String base = keycloak.realmUrl().replaceFirst("/realms/.*", "");
        admin = keycloak.realmUrl().replace("/realms/", "/admin/realms/");
        String answer = send(HttpRequest.newBuilder(URI.create(base + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=password&client_id=admin-cli&username=admin&password=admin")))
                .body();
        token = Json.parse(answer).path("access_token").asText();
    }

    /** A new user; returns their id. */
    String user(String name, boolean enabled) {
        return create("/users", Map.of("username", name, "enabled", enabled, "email", name + "@example.org"));
    }

    /** A new group that holds these realm roles, with this member. */
    void group(String name, String member, String... roles) {
        String id = create("/groups", Map.of("name", name));
        post("/groups/" + id + "/role-mappings/realm", roles(roles));
        put("/users/" + member + "/groups/" + id);
    }

    /** A new realm role that is made of others. */
    void composite(String name, String... parts) {
        post("/roles", Map.of("name", name));
        post("/roles/" + name + "/composites", roles(parts));
    }

    private List<JsonNode> roles(String... names) {
        return List.of(names).stream()
                .map(name -> Json.parse(send(request("/roles/" + name).GET()).body()))
                .toList();
    }

    private String create(String path, Object body) {
        String location = post(path, body).headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private HttpResponse<String> post(String path, Object body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(Json.canonical(body))));
    }

    private void put(String path) {
        send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
