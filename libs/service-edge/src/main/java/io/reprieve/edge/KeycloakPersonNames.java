package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.KeycloakRoles.NoAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** {@link PersonNames} by Keycloak's admin REST API, with the service's own credentials. */
@ApplicationScoped
class KeycloakPersonNames implements PersonNames {
    private static final Logger LOG = Logger.getLogger(KeycloakPersonNames.class);
    private static final Pattern PERSON = Pattern.compile("psn_[A-Za-z0-9_-]{1,120}");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_KEPT = 10_000;
    private static final int MOST_AT_ONCE = 50;
    private static final int LONGEST = 100;

    /** @param name null: Keycloak knows nobody of this id */
    private record Kept(String name, long staleAtNanos) {}

    private final KeycloakRoles keycloak;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    KeycloakPersonNames(KeycloakRoles keycloak) {
        this.keycloak = keycloak;
    }

    @Override
    public Map<String, String> of(Collection<String> personIds) {
        Set<String> persons = new LinkedHashSet<>(personIds);
        persons.removeIf(person -> !PERSON.matcher(person).matches());
        look(persons.stream()
                .filter(person -> fresh(person).isEmpty())
                .limit(MOST_AT_ONCE)
                .toList());
        Map<String, String> names = new LinkedHashMap<>();
        for (String person : persons) {
            fresh(person).map(Kept::name).ifPresent(name -> names.put(person, name));
        }
        return names;
    }

    private Optional<Kept> fresh(String person) {
        return Optional.ofNullable(kept.get(person)).filter(known -> System.nanoTime() - known.staleAtNanos() < 0);
    }

    private void look(Collection<String> persons) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        try {
            Map<String, KeycloakRoles.Pending> pending = new LinkedHashMap<>();
            for (String person : persons) {
                pending.put(person, keycloak.ask("/users?max=2&q=person_id:" + person));
            }
            for (Map.Entry<String, KeycloakRoles.Pending> one : pending.entrySet()) {
                keep(one.getKey(), one.getValue().answer());
            }
        } catch (NoAnswer e) {
            LOG.infof("Keycloak does not tell what persons are called: %s", e.getMessage());
        }
    }

    private void keep(String person, JsonNode users) {
        String name = null;
        for (JsonNode user : users) {
            if (person.equals(user.path("attributes").path("person_id").path(0).textValue())) {
                name = name(user);
            }
        }
        kept.put(person, new Kept(name, System.nanoTime() + KEPT_NANOS));
    }

    /** Bounded, and without what a terminal or a browser would act on. */
    private static String name(JsonNode user) {
        String full =
                user.path("firstName").asText("") + " " + user.path("lastName").asText("");
        String shown = full.isBlank() ? user.path("username").asText("") : full;
        String clean = UNSEEN.matcher(shown).replaceAll("").strip();
        return clean.substring(0, Math.min(LONGEST, clean.length()));
    }
}
