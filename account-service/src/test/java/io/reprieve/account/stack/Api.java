package io.reprieve.account.stack;

import static io.restassured.RestAssured.given;

import io.reprieve.localservers.Tokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** account-service as its callers see it, each with a real token. */
public final class Api {
    public static final String BASE = "/api/v1";
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Api() {}

    /** A request by a local user. */
    public static RequestSpecification as(String user) {
        return bearer(TOKENS.computeIfAbsent(user, name -> Tokens.of(realm(), name)));
    }

    /** A request by a service. */
    public static RequestSpecification service(String client) {
        return bearer(TOKENS.computeIfAbsent("client " + client, ignored -> Tokens.ofService(realm(), client)));
    }

    private static RequestSpecification bearer(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON).basePath(BASE);
    }

    private static String realm() {
        return setting("quarkus.oidc.auth-server-url");
    }

    public static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    /** Registers an imported account of Cabinet by key; the answer's id. */
    public static String register(String key, String name) {
        return as("provisioner")
                .body(account(key, name, "IMPORT"))
                .post("/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static Map<String, Object> account(String key, String name, String source) {
        var body = new HashMap<String, Object>();
        body.put("accountKey", key);
        body.put("name", name);
        body.put("source", source);
        body.put("contacts", List.of());
        return body;
    }

    public static Response get(String user, String path) {
        return as(user).get(path);
    }
}
