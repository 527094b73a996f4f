package io.reprieve.witness;

import io.reprieve.verifier.PublicKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a witness is started with.
 *
 * @param origin of the log it watches
 * @param logKeys any of which may sign for that log
 * @param name of its own key
 * @param key file of its own private key
 * @param state folder that no other process writes to
 * @param vault where copies go, if they go anywhere
 */
public record Settings(
        String origin,
        List<PublicKey> logKeys,
        String name,
        Path key,
        Path state,
        String host,
        int port,
        Optional<VaultSettings> vault) {

    /** Why it does not start: every problem at once, each with the variable that mends it. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(List<String> problems) {
            super("Refusing to start: " + String.join("; ", problems));
        }
    }

    /** @throws Refused naming all that is missing or wrong */
    public static Settings of(Map<String, String> environment) throws Refused {
        Reading read = new Reading(environment);
        String origin = read.or("REPRIEVE_AUDIT_ORIGIN", "reprieve/audit");
        String name = read.or("REPRIEVE_WITNESS_NAME", "reprieve/witness");
        if (name.contains("+") || name.chars().anyMatch(Character::isWhitespace)) {
            read.problems.add("REPRIEVE_WITNESS_NAME has spaces or a plus sign");
        }
        Settings settings = new Settings(
                origin,
                read.keys("REPRIEVE_AUDIT_PUBLIC_KEY"),
                name,
                Path.of(read.needed("REPRIEVE_SIGNING_KEY")),
                Path.of(read.needed("REPRIEVE_WITNESS_STATE")),
                read.or("REPRIEVE_WITNESS_HOST", "0.0.0.0"),
                read.port("REPRIEVE_WITNESS_PORT", 8085),
                read.vault());
        if (!read.problems.isEmpty()) {
            throw new Refused(read.problems);
        }
        return settings;
    }

    private static final class Reading {
        private static final Duration LONGEST_LOCK = Duration.ofDays(400);

        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> environment) {
            this.environment = environment;
        }

        Optional<String> value(String variable) {
            return Optional.ofNullable(environment.get(variable))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }

        String or(String variable, String preset) {
            return value(variable).orElse(preset);
        }

        String needed(String variable) {
            if (value(variable).isEmpty()) {
                problems.add(variable + " is not set");
            }
            return or(variable, "");
        }

        int port(String variable, int preset) {
            try {
                return Integer.parseInt(or(variable, String.valueOf(preset)));
            } catch (NumberFormatException e) {
                problems.add(variable + " is no port");
                return preset;
            }
        }

        List<PublicKey> keys(String variable) {
            try {
                return value(variable).isEmpty()
                        ? noKeys(variable, "is not set")
                        : PublicKeys.allEd25519(Path.of(needed(variable)));
            } catch (IOException | IllegalArgumentException e) {
                return noKeys(variable, "names a file that holds no Ed25519 public key: " + needed(variable));
            }
        }

        private List<PublicKey> noKeys(String variable, String why) {
            problems.add(variable + " " + why);
            return List.of();
        }

        Optional<VaultSettings> vault() {
            if (value("REPRIEVE_VAULT_BUCKET").isEmpty()) {
                return Optional.empty();
            }
            boolean local = or("QUARKUS_PROFILE", "").equals("local");
            return Optional.of(new VaultSettings(
                    endpoint(),
                    needed("REPRIEVE_VAULT_BUCKET"),
                    needed("REPRIEVE_VAULT_S3_ACCESS_KEY"),
                    needed("REPRIEVE_VAULT_S3_SECRET_KEY"),
                    retention(local),
                    !local));
        }

        private Optional<URI> endpoint() {
            try {
                return value("REPRIEVE_VAULT_S3_ENDPOINT").map(URI::create);
            } catch (IllegalArgumentException e) {
                problems.add("REPRIEVE_VAULT_S3_ENDPOINT is no address");
                return Optional.empty();
            }
        }

        private Duration retention(boolean local) {
            String variable = "REPRIEVE_WITNESS_RETENTION";
            try {
                Duration retention = Duration.parse(or(variable, local ? "PT1H" : "P365D"));
                if (retention.compareTo(LONGEST_LOCK) > 0 || (!local && retention.compareTo(Duration.ofDays(1)) < 0)) {
                    problems.add(variable + " is not between P1D and P400D");
                }
                return retention;
            } catch (DateTimeException e) {
                problems.add(variable + " is no ISO 8601 duration");
                return LONGEST_LOCK;
            }
        }
    }
}
