package io.reprieve.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reprieve.localservers.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The suite's REST API as a person of the local realm uses it. A service that is down for a while is waited for: every
 * POST carries an Idempotency-Key, so that asking again is safe.
 */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> ASK_AGAIN = Set.of(502, 503, 504);
    private static final Duration TOKEN_KEPT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(700);
    private static final Duration SILENT_FOR = Duration.ofSeconds(3);

    private final Addresses addresses;
    private final Duration patience;
    private final Consumer<String> waiting;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    /**
     * @param patience how long a silent service is waited for
     * @param waiting is told whom it waits for
     */
    public Api(Addresses addresses, Duration patience, Consumer<String> waiting) {
        this.addresses = addresses;
        this.patience = patience;
        this.waiting = waiting;
    }

    private record Token(String compact, long takenAt) {}

    /**
     * An answer.
     *
     * @param body JSON; missing when there is none
     */
    public record Reply(int status, JsonNode body, Optional<String> etag, String raw) {
        public boolean isOk() {
            return status >= 200 && status < 300;
        }

        /** The problem's code, or an empty text. */
        public String code() {
            return body.path("code").asText("");
        }

        /** What it answered, for a message. */
        public String inWords() {
            String detail = body.path("detail").asText("");
            return status + (code().isEmpty() ? "" : " " + code()) + (detail.isEmpty() ? "" : ": " + detail);
        }

        /**
         * This answer, when it is a success.
         *
         * @throws StackRefused with the problem otherwise
         */
        public Reply orFail(String what) {
            if (isOk()) {
                return this;
            }
            throw new StackRefused(
                    what + " was answered with " + (body.isMissingNode() ? status + " " + raw : inWords()));
        }
    }

    /** GET {@code /api/v1<path>} of a service as {@code user}. */
    public Reply get(String user, String service, String path) {
        return send(service, () -> request(user, service, path).GET());
    }

    /** POST as JSON; {@code once} is the Idempotency-Key. */
    public Reply post(String user, String service, String path, Object body, String once) {
        return post(user, service, path, body, once, Optional.empty());
    }

    /** POST as JSON on what the caller saw. */
    public Reply post(String user, String service, String path, Object body, String once, Optional<String> ifMatch) {
        String text = json(body);
        return send(service, () -> {
            HttpRequest.Builder request = request(user, service, path)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", once)
                    .POST(HttpRequest.BodyPublishers.ofString(text));
            ifMatch.ifPresent(etag -> request.header("If-Match", etag));
            return request;
        });
    }

    private Reply send(String service, Supplier<HttpRequest.Builder> request) {
        long began = System.nanoTime();
        boolean told = false;
        while (true) {
            String fact;
            try {
                HttpResponse<String> answer = http.send(
                        request.get().timeout(Duration.ofSeconds(120)).build(), HttpResponse.BodyHandlers.ofString());
                Reply reply = new Reply(
                        answer.statusCode(),
                        tree(answer.body()),
                        answer.headers().firstValue("ETag"),
                        answer.body());
                boolean inFlight = reply.status() == 409 && reply.code().equals("idempotency-in-flight");
                if (!ASK_AGAIN.contains(reply.status()) && !inFlight) {
                    return reply;
                }
                fact = inFlight
                        ? service + " is still busy with the same request"
                        : service + " answers " + reply.inWords();
                if (waited(began).compareTo(patience) > 0) {
                    return reply;
                }
            } catch (IOException | UncheckedIOException e) {
                fact = service + " does not answer";
                if (waited(began).compareTo(patience) > 0) {
                    throw new StackRefused(fact + " for " + patience.toMinutes() + " minutes (" + e + ")", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackRefused("interrupted while asking " + service, e);
            }
            if (!told && waited(began).compareTo(SILENT_FOR) > 0) {
                waiting.accept("waiting: " + fact);
                told = true;
            }
            pause(BETWEEN_TRIES);
        }
    }

    private HttpRequest.Builder request(String user, String service, String path) {
        return HttpRequest.newBuilder(URI.create(addresses.url(service) + "/api/v1" + path))
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + token(user));
    }

    private String token(String user) {
        return tokens.compute(
                        user,
                        (name, kept) -> kept != null && waited(kept.takenAt()).compareTo(TOKEN_KEPT) < 0
                                ? kept
                                : new Token(Tokens.of(addresses.realm(), name), System.nanoTime()))
                .compact();
    }

    private static JsonNode tree(String body) {
        try {
            return body == null || body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration waited(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackRefused("interrupted", e);
        }
    }
}
