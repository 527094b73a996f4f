package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.localservers.Checkout;
import io.reprieve.localservers.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The suite that runs in {@code REPRIEVE_HOME}, as its callers see it. */
final class RunningSuite {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final JsonNode addresses;

    private RunningSuite(JsonNode addresses) {
        this.addresses = addresses;
    }

    /** @throws IllegalStateException when none runs */
    static RunningSuite find() {
        Path home = Optional.ofNullable(System.getenv("REPRIEVE_HOME"))
                .map(Path::of)
                .orElse(Checkout.root().resolve(".reprieve"));
        try {
            return new RunningSuite(JSON.readTree(Files.readString(home.resolve("run/stack.json"))));
        } catch (IOException e) {
            throw new IllegalStateException("No suite runs in " + home, e);
        }
    }

    /** What came back; anything but a 2xx is for the caller to judge. */
    record Answer(int status, String etag, JsonNode body) {
        boolean isOk() {
            return status / 100 == 2;
        }
    }

    Answer get(String user, String service, String path) {
        return send(request(service, path).header("Authorization", bearer(user)).GET());
    }

    /** Without a token. */
    Answer getOpen(String service, String path) {
        return send(request(service, path).GET());
    }

    Answer post(String user, String service, String path, String ifMatch, ObjectNode body) {
        HttpRequest.Builder request = request(service, path)
                .header("Authorization", bearer(user))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    Answer put(String user, String service, String path, String ifMatch, ObjectNode body) {
        return send(request(service, path)
                .header("Authorization", bearer(user))
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Hands events to the log, a line each, as a service's relay does. */
    Answer appendEvents(String client, byte[] lines) {
        return send(request("audit-service", "/api/v1/events:batch")
                .header(
                        "Authorization",
                        "Bearer "
                                + tokens.computeIfAbsent(
                                        client,
                                        name -> Tokens.ofService(
                                                addresses.path("realm").asText(), name)))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines)));
    }

    /** A connection as administrator, to the server that all of the suite's databases are on. */
    Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                databaseUrl(name), administrator().user(), administrator().password());
    }

    /** One number out of one of the suite's databases. */
    long query(String database, String sql) throws SQLException {
        try (Connection connection = database(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Where a database of that server is. */
    String databaseUrl(String name) {
        return addresses.path("product").path("url").asText().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    }

    /** Who may do everything there. */
    ProductSetup.Login administrator() {
        JsonNode product = addresses.path("product");
        return new ProductSetup.Login(
                product.path("user").asText(), product.path("password").asText());
    }

    /** Tokens of now: a measurement must not outlive its own. */
    void signIn() {
        tokens.clear();
    }

    private String bearer(String user) {
        return "Bearer "
                + tokens.computeIfAbsent(
                        user, name -> Tokens.of(addresses.path("realm").asText(), name));
    }

    private HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(
                URI.create(addresses.path("services").path(service).asText() + path));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("ETag").orElse(null),
                    answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.nullNode());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
