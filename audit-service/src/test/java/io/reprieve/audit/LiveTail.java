package io.reprieve.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.localservers.TestServers;
import io.reprieve.localservers.Tokens;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A listener to a stream of server-sent events, over a connection of its own. */
final class LiveTail implements AutoCloseable {
    /** One event, as a browser would hand it out; a comment has no data. */
    record Heard(String id, String name, String data) {}

    private final BufferedReader lines;

    private LiveTail(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    static LiveTail of(String path, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + Tokens.of(TestServers.keycloak(), "auditor"))
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new LiveTail(answer.body());
    }

    Heard next() throws IOException {
        String id = null;
        String name = null;
        String data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return new Heard(id, name, data);
            }
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data = data == null ? value : data + "\n" + value;
                default -> {}
            }
        }
        throw new IOException("the stream has ended");
    }

    Heard nextWithData() throws IOException {
        Heard heard = next();
        while (heard.data() == null) {
            heard = next();
        }
        return heard;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
