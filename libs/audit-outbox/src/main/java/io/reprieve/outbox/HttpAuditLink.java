package io.reprieve.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The log over HTTP, with the service's own client-credentials token. The JDK's client rather than a REST client:
 * the body is bytes that must arrive as they are.
 */
@ApplicationScoped
class HttpAuditLink implements AuditLink {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration TOKEN = Duration.ofSeconds(5);

    private final AuditConfig audit;
    private final OutboxConfig outbox;
    private final Instance<OidcClient> oidc;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private Tokens tokens;

    HttpAuditLink(AuditConfig audit, OutboxConfig outbox, Instance<OidcClient> oidc) {
        this.audit = audit;
        this.outbox = outbox;
        this.oidc = oidc;
    }

    @Override
    public Map<String, Long> append(List<byte[]> events) {
        var lines = new ByteArrayOutputStream();
        for (byte[] event : events) {
            lines.writeBytes(event);
            lines.write('\n');
        }
        byte[] answer = send(request("/api/v1/events:batch")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(lines.toByteArray())));
        Map<String, Long> indexes = new HashMap<>();
        for (JsonNode item : json(answer).path("items")) {
            indexes.put(item.path("id").asText(), item.path("index").asLong());
        }
        return indexes;
    }

    @Override
    public byte[] proof(String eventId) {
        return send(request("/api/v1/events/" + eventId + "/proof").GET());
    }

    @Override
    public byte[] newestCheckpoint() {
        return send(request("/api/v1/checkpoints/latest").GET());
    }

    @Override
    public Tally tally() {
        JsonNode counted = json(send(request("/api/v1/events/counts").GET()));
        return new Tally(
                counted.path("size").asLong(),
                counted.path("entries").asLong(),
                HexFormat.of().parseHex(counted.path("digest").asText()));
    }

    @Override
    public Listed entries(long from, long to) {
        JsonNode listed = json(
                send(request("/api/v1/events/ids?from=" + from + "&to=" + to).GET()));
        List<LoggedEntry> entries = new ArrayList<>();
        for (JsonNode item : listed.path("items")) {
            entries.add(new LoggedEntry(
                    item.path("index").asLong(),
                    item.path("id").asText(),
                    item.path("leafHash").asText()));
        }
        long upTo = listed.path("upTo").asLong();
        if (upTo <= from) {
            throw new AuditUnavailable("the log lists its entries from " + from + " to " + upTo);
        }
        return new Listed(entries, upTo);
    }

    private static JsonNode json(byte[] answer) {
        try {
            return EventWriter.JSON.readTree(answer);
        } catch (IOException e) {
            throw new AuditUnavailable("the log's answer cannot be read", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        String base = audit.url().orElseThrow(() -> new AuditUnavailable("REPRIEVE_AUDIT_URL is not set"));
        return HttpRequest.newBuilder(URI.create(base.replaceAll("/+$", "") + path))
                .timeout(outbox.timeout())
                .header("Accept", "application/json");
    }

    private byte[] send(HttpRequest.Builder request) {
        HttpRequest complete =
                request.header("Authorization", "Bearer " + token()).build();
        try {
            HttpResponse<byte[]> answer = http.send(complete, HttpResponse.BodyHandlers.ofByteArray());
            int status = answer.statusCode();
            if (status == 200) {
                return answer.body();
            }
            String said = status + " " + new String(answer.body(), StandardCharsets.UTF_8);
            if (status == 401) {
                forgetToken();
            }
            if (status == 400 || status == 404 || status == 409 || status == 413 || status == 422) {
                throw new AuditRefused(status, said);
            }
            throw new AuditUnavailable("the log answered " + said);
        } catch (IOException e) {
            throw new AuditUnavailable("the log does not answer at " + complete.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailable("interrupted while waiting for the log", e);
        }
    }

    private synchronized String token() {
        try {
            if (tokens == null || tokens.isAccessTokenExpired() || tokens.isAccessTokenWithinRefreshInterval()) {
                tokens = oidc.get().getTokens().await().atMost(TOKEN);
            }
            return tokens.getAccessToken();
        } catch (RuntimeException e) {
            throw new AuditUnavailable("no token for the log: " + e.getMessage(), e);
        }
    }

    private synchronized void forgetToken() {
        tokens = null;
    }
}
