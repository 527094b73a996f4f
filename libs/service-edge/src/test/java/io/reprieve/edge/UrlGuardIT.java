package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.app.TestEnvironment;
import io.reprieve.edge.app.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By bare sockets, since every HTTP client tidies up its URLs. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UrlGuardIT {
    @TestHTTPResource
    URL service;

    private String answer(String target, String token) throws IOException {
        String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + authorization
                + "Accept: application/json\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/admin/",
                "//api/v1/admin",
                "/api//v1/admin",
                "/api/v1//admin",
                "/api/v1/admin//",
                "/api/v1/admin;x=1",
                "/api/v1;x=1/admin",
                "/api/v1/admin;",
                "/api/v1/./admin",
                "/api/v1/things/../admin",
                "/api/v1/admin/.",
                "/api/v1/admin/..",
                "/api/v1/%2e/admin",
                "/api/v1/things/%2e%2e/admin",
                "/api/v1/things/.%2E/admin",
                "/api/v1%2fadmin",
                "/api/v1%2Fadmin",
                "/api/v1/admin%2f",
                "/api/v1/admin%3bx=1",
                "/api/v1/admin%3B",
                "/api/v1/admin%00",
                "/api/v1/admin%0a",
                "/api/v1/%61dmin",
                "/api/v1/admin%5c",
                "/api/v1\\admin",
                "/api/v1/%252e/admin",
                "/api/v1/admi%6E",
                "/api/v1/%c0%ae/admin",
                "/api/v1/admin%",
                "/api/v1/admin%2",
                "/api/v1/admin%zz",
                "/api/v1/\u00e4dmin",
                "http://localhost//api/v1/admin",
                "http://localhost/api/v1/admin/"
            })
    void no_spelling_reaches_authentication_or_the_endpoint(String target) throws IOException {
        for (String token : new String[] {null, "garbage", TestTokens.person("root", "platform-admin")}) {
            String answer = answer(target, token);
            // Before authentication: neither the missing nor the broken token is what is complained about.
            assertThat(answer).as(target).startsWith("HTTP/1.1 400");
            assertThat(answer).as(target).doesNotContain("{\"ok\":true}");
        }
    }

    @Test
    void the_refusal_is_a_problem_that_says_why() throws IOException {
        assertThat(answer("/api/v1/admin;x=1", null))
                .contains("application/problem+json", "\"code\":\"url-form\"", "https://reprieve.io/problems/url-form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events:batch", "/api/v1/me", "/api/v1/me?x=//;%2e%2f..", "/api/v1/things?limit=2"})
    void plain_spellings_pass(String target) throws IOException {
        assertThat(answer(target, TestTokens.person("ada"))).as(target).startsWith("HTTP/1.1 200");
    }
}
