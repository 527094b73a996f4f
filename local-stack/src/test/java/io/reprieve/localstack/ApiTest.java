package io.reprieve.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprieve.localservers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
    private final List<String> keysSeen = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private int refusals;

    @BeforeEach
    void a_service_that_is_away_at_first() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/realms/reprieve/", exchange -> answer(exchange, 200, "{\"access_token\":\"t\"}"));
        server.createContext("/api/v1/purge-requests", exchange -> {
            keysSeen.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            boolean away = keysSeen.size() <= refusals;
            answer(exchange, away ? 503 : 201, away ? "{\"code\":\"upstream-unavailable\"}" : "{\"id\":\"prg_1\"}");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asks_again_with_the_same_key_until_the_service_is_back() {
        refusals = 2;

        Api.Reply reply = api(Duration.ofSeconds(30), server.getAddress().getPort())
                .post("requester", "purge-service", "/purge-requests", Map.of(), "once");

        assertThat(reply.body().path("id").asText()).isEqualTo("prg_1");
        assertThat(keysSeen).containsExactly("once", "once", "once");
    }

    @Test
    void a_refusal_is_an_answer_and_not_asked_again() {
        Api.Reply reply = api(Duration.ofSeconds(30), server.getAddress().getPort())
                .get("requester", "purge-service", "/nothing-here");

        assertThat(reply.status()).isEqualTo(404);
        assertThatThrownBy(() -> reply.orFail("looking"))
                .hasMessageContaining("looking")
                .hasMessageContaining("404");
    }

    @Test
    void patience_ends() {
        assertThatThrownBy(() -> api(Duration.ofMillis(10), Ports.free()).get("requester", "purge-service", "/x"))
                .isInstanceOf(StackRefused.class)
                .hasMessageContaining("purge-service does not answer");
    }

    private Api api(Duration patience, int port) {
        return new Api(
                new Addresses(
                        1,
                        "home",
                        Map.of("purge-service", "http://127.0.0.1:" + port),
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/reprieve",
                        null,
                        null,
                        null,
                        true,
                        true,
                        "key"),
                patience,
                message -> {});
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
