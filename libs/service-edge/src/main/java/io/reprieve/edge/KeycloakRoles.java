package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * {@link EffectiveRoles} by Keycloak's admin REST API, as the service's own service account (client credentials; needs
 * {@code view-users} of {@code realm-management}). Nothing is kept but the access token: each question is asked anew.
 */
@ApplicationScoped
class KeycloakRoles implements EffectiveRoles {
    private static final Logger LOG = Logger.getLogger(KeycloakRoles.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long EARLY_NANOS = Duration.ofSeconds(20).toNanos();

    private record Token(String value, long staleAtNanos) {}

    /** Why there is no answer; caught before anybody else sees it. */
    static final class NoAnswer extends Exception {
        NoAnswer(String reason) {
            super(reason);
        }
    }

    private final Optional<String> realmUrl;
    private final Optional<String> clientId;
    private final Optional<String> secret;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile Token token;

    KeycloakRoles(
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realmUrl,
            @ConfigProperty(name = "quarkus.oidc.client-id") Optional<String> clientId,
            @ConfigProperty(name = "quarkus.oidc.credentials.secret") Optional<String> secret) {
        this.realmUrl = realmUrl;
        this.clientId = clientId;
        this.secret = secret;
    }

    @Override
    public Answer of(String subject) {
        if (subject == null || subject.isBlank()) {
            return new Unknown("no subject");
        }
        try {
            String user = adminUrl() + "/users/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
            // All at once: the user's own record, their roles by way of groups and composites, and their groups.
            CompletableFuture<HttpResponse<String>> record = get(user);
            CompletableFuture<HttpResponse<String>> roles = get(user + "/role-mappings/realm/composite");
            CompletableFuture<HttpResponse<String>> groups = get(user + "/groups");
            return known(json(record), json(roles), json(groups));
        } catch (NoAnswer e) {
            LOG.warnf("Keycloak does not tell what a user effectively holds: %s", e.getMessage());
            return new Unknown(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf("Keycloak's answer is not understood: %s", e.getClass().getSimpleName());
            return new Unknown("answer not understood");
        }
    }

    /** An answer on its way. */
    interface Pending {
        JsonNode answer() throws NoAnswer;
    }

    /** Asks the admin API of the realm something, by the path below its address. */
    Pending ask(String path) throws NoAnswer {
        CompletableFuture<HttpResponse<String>> pending = get(adminUrl() + path);
        return () -> json(pending);
    }

    private static Known known(JsonNode user, JsonNode roles, JsonNode groups) throws NoAnswer {
        if (!user.path("enabled").isBoolean()) {
            throw new NoAnswer("answer not understood");
        }
        Map<String, List<String>> attributes = new HashMap<>();
        user.path("attributes").properties().forEach(attribute -> {
            List<String> values = new ArrayList<>();
            attribute.getValue().forEach(value -> values.add(value.asText()));
            attributes.put(attribute.getKey(), List.copyOf(values));
        });
        JsonNode created = user.path("createdTimestamp");
        return new Known(
                user.path("enabled").booleanValue(),
                texts(roles, "name"),
                attributes,
                texts(groups, "path").stream()
                        .map(path -> path.replaceFirst("^/", ""))
                        .collect(Collectors.toSet()),
                created.isIntegralNumber() ? Instant.ofEpochMilli(created.longValue()) : null);
    }

    private static Set<String> texts(JsonNode list, String member) throws NoAnswer {
        if (!list.isArray()) {
            throw new NoAnswer("answer not understood");
        }
        Set<String> texts = new HashSet<>();
        for (JsonNode each : list) {
            if (!each.path(member).isTextual()) {
                throw new NoAnswer("answer not understood");
            }
            texts.add(each.path(member).textValue());
        }
        return texts;
    }

    private CompletableFuture<HttpResponse<String>> get(String url) throws NoAnswer {
        return http.sendAsync(
                request(url)
                        .header("Authorization", "Bearer " + accessToken())
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String accessToken() throws NoAnswer {
        Token current = token;
        if (current != null && System.nanoTime() - current.staleAtNanos() < 0) {
            return current.value();
        }
        if (clientId.isEmpty() || secret.isEmpty()) {
            throw new NoAnswer("this service has no client credentials");
        }
        String form = "grant_type=client_credentials&client_id=" + encoded(clientId.get()) + "&client_secret="
                + encoded(secret.get());
        JsonNode answer = json(http.sendAsync(
                request(realmUrl.orElseThrow() + "/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
        if (!answer.path("access_token").isTextual()) {
            throw new NoAnswer("no access token for this service");
        }
        long life = Duration.ofSeconds(answer.path("expires_in").asLong(0)).toNanos() - EARLY_NANOS;
        token = new Token(answer.path("access_token").textValue(), System.nanoTime() + Math.max(life, 0));
        return token.value();
    }

    private JsonNode json(CompletableFuture<HttpResponse<String>> pending) throws NoAnswer {
        try {
            HttpResponse<String> response = pending.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() == 401) {
                token = null;
            }
            if (response.statusCode() != 200) {
                throw new NoAnswer(response.statusCode() == 404 ? "no such user" : "status " + response.statusCode());
            }
            return Json.parse(response.body());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new NoAnswer("no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        } catch (ExecutionException e) {
            throw new NoAnswer(reason(e.getCause()));
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        }
        if (cause instanceof ConnectException) {
            return "not reachable";
        }
        return cause instanceof IOException ? "connection failed" : "failed";
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).header("Accept", "application/json");
    }

    private String adminUrl() throws NoAnswer {
        String url = realmUrl.orElseThrow(() -> new NoAnswer("no realm is configured"));
        int realms = url.lastIndexOf("/realms/");
        if (realms < 0) {
            throw new NoAnswer("the realm's URL has no /realms/");
        }
        return url.substring(0, realms) + "/admin" + url.substring(realms);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
