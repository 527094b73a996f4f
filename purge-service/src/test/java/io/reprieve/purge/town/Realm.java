package io.reprieve.purge.town;

import static io.restassured.RestAssured.given;

import io.restassured.common.mapper.TypeRef;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The realm as its administrator changes it while a test runs; users made here are as new as they say. */
public final class Realm {
    private Realm() {}

    /** A new user whose password is the name, so that {@link Purges#as} signs in as them. */
    public static void user(String name, String personId, String role) {
        String location = admin().body(Map.of(
                        "username",
                        name,
                        "enabled",
                        true,
                        "firstName",
                        name,
                        "lastName",
                        "Test",
                        "email",
                        name + "@example.org",
                        "attributes",
                        Map.of("person_id", List.of(personId)),
                        "credentials",
                        List.of(Map.of("type", "password", "value", name))))
                .post("/users")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        give(location.substring(location.lastIndexOf('/') + 1), role);
    }

    /** A role more for a user there is, while the work runs. */
    public static void with(String name, String role, Runnable work) {
        String id = admin().get("/users?exact=true&username=" + name).path("[0].id");
        give(id, role);
        try {
            work.run();
        } finally {
            admin().body(List.of(role(role)))
                    .delete("/users/" + id + "/role-mappings/realm")
                    .then()
                    .statusCode(204);
        }
    }

    private static void give(String id, String role) {
        admin().body(List.of(role(role)))
                .post("/users/" + id + "/role-mappings/realm")
                .then()
                .statusCode(204);
    }

    private static Map<String, Object> role(String name) {
        return admin().get("/roles/" + name).as(new TypeRef<>() {});
    }

    private static RequestSpecification admin() {
        String realm = ConfigProvider.getConfig().getValue("quarkus.oidc.auth-server-url", String.class);
        String token = given().baseUri(realm.replaceFirst("/realms/.*", "/realms/master"))
                .formParams(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", "admin"))
                .post("/protocol/openid-connect/token")
                .path("access_token");
        return given().baseUri(realm.replace("/realms/", "/admin/realms/"))
                .auth()
                .oauth2(token)
                .contentType(ContentType.JSON);
    }
}
