package io.reprieve.edge;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is calling: a view of the verified access token of this request. Says nothing that the token does not say. */
@RequestScoped
public class Caller {
    private static final String SERVICE_ACCOUNT = "service-account-";

    private final SecurityIdentity identity;
    private final List<String> humanClients;

    Caller(
            SecurityIdentity identity,
            @ConfigProperty(name = "reprieve.humans.clients", defaultValue = "reprieve-cli")
                    List<String> humanClients) {
        this.identity = identity;
        this.humanClients = List.copyOf(humanClients);
    }

    /** The user's id in Keycloak, which {@link EffectiveRoles} asks by; empty text without a token. */
    public String subject() {
        return text("sub").orElse("");
    }

    /** The person behind the user; only administrators can set it, and no two-key rule works without it. */
    public Optional<String> personId() {
        return text("person_id");
    }

    /** The OAuth client the token was issued to; empty text without a token. */
    public String clientId() {
        return text("azp").or(() -> text("client_id")).orElse("");
    }

    /** Realm roles as this token has them; what a person effectively holds is asked of {@link EffectiveRoles}. */
    public Set<String> roles() {
        return Set.copyOf(identity.getRoles());
    }

    /** When the person last gave their credentials; empty for service accounts. */
    public Optional<Instant> authTime() {
        return text("auth_time")
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /** When the token ceases to hold; the epoch without one. */
    public Instant tokenExpiry() {
        return text("exp")
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .orElse(Instant.EPOCH);
    }

    /** How strongly they did, as the realm names it (OpenID Connect {@code acr}). */
    public Optional<String> acr() {
        return text("acr");
    }

    /** A person at a client on the allow-list {@code reprieve.humans.clients}, who signed in: never a service account. */
    public boolean isHuman() {
        return humanClients.contains(clientId()) && authTime().isPresent() && !isServiceAccount();
    }

    /** A token from client credentials, whatever its client (claim {@code client_id}, or the user name they have). */
    public boolean isServiceAccount() {
        return text("preferred_username")
                        .filter(name -> name.startsWith(SERVICE_ACCOUNT))
                        .isPresent()
                || text("client_id").isPresent()
                || roles().contains("service");
    }

    /** Whether this is the service account of one service: its client, with the realm role {@code service}. */
    public boolean isService(String client) {
        return isServiceAccount() && roles().contains("service") && clientId().equals(client);
    }

    /** {@code person_id}, or {@code service:<client>}; {@code subject:<sub>} for a user without person_id. */
    public String actorId() {
        return isServiceAccount() ? "service:" + clientId() : personId().orElseGet(() -> "subject:" + subject());
    }

    /** The caller as the audit log names them. */
    public Actor actor() {
        return new Actor(actorId(), isServiceAccount() ? Actor.SERVICE : Actor.PERSON, clientId());
    }

    /** Whoever this identity is, as the audit log names them; for what is noted after the request has ended. */
    public static Actor actorOf(SecurityIdentity identity) {
        return new Caller(identity, List.of()).actor();
    }

    /** The compact token as it came, to be handed on to the next service; never to be logged or kept. */
    public String rawToken() {
        return token().map(JsonWebToken::getRawToken).orElseThrow(() -> KnownProblems.ofStatus(401));
    }

    /**
     * Passes when the token holds any of these roles.
     *
     * @throws Problem 401 without a token, 403 {@code role-missing}
     */
    public void requireAny(String... roles) {
        requireToken();
        if (Arrays.stream(roles).noneMatch(roles()::contains)) {
            throw Problem.of(403, "role-missing", "Not allowed", "This call needs one of the roles named in needsAny.")
                    .with("needsAny", new TreeSet<>(List.of(roles)));
        }
    }

    /**
     * Passes when the caller is the service account of one of these services.
     *
     * @throws Problem 401 without a token, 403 {@code service-only}
     */
    public void requireService(String... clients) {
        requireToken();
        if (Arrays.stream(clients).noneMatch(this::isService)) {
            throw Problem.of(403, "service-only", "Not allowed", "Only another service of the suite makes this call.");
        }
    }

    private void requireToken() {
        if (identity.isAnonymous()) {
            throw KnownProblems.ofStatus(401);
        }
    }

    private Optional<String> text(String claim) {
        // Asked for a number that is not there, a token answers 0.
        return token().filter(token -> token.getClaimNames().contains(claim))
                .map(token -> token.getClaim(claim))
                .map(String::valueOf)
                .filter(value -> !value.isBlank());
    }

    private Optional<JsonWebToken> token() {
        return identity.getPrincipal() instanceof JsonWebToken token ? Optional.of(token) : Optional.empty();
    }
}
