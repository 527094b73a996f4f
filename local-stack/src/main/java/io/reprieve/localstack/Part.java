package io.reprieve.localstack;

import java.util.Arrays;
import java.util.List;

/** What the local stack runs, each on a port of its own. */
public enum Part {
    POSTGRES("postgres", "PostgreSQL", 15432),
    KEYCLOAK("keycloak", "Keycloak", 8180),
    S3("s3", "S3", 9090),
    ACCOUNT("account-service", "account-service", 8081),
    PURGE("purge-service", "purge-service", 8082),
    BACKUP("backup-service", "backup-service", 8083),
    AUDIT("audit-service", "audit-service", 8084),
    WITNESS("witness", "witness", 8085);

    private static final List<Part> SERVICES = List.of(ACCOUNT, PURGE, BACKUP, AUDIT);
    private static final List<Part> PROCESSES = List.of(WITNESS, ACCOUNT, PURGE, BACKUP, AUDIT);

    private final String id;
    private final String label;
    private final int port;

    Part(String id, String label, int port) {
        this.id = id;
        this.label = label;
        this.port = port;
    }

    /** The four services of the suite. */
    public static List<Part> services() {
        return SERVICES;
    }

    /** What runs our code: the witness, which the services begin with, and the four. */
    static List<Part> processes() {
        return PROCESSES;
    }

    /**
     * The service called {@code name}, such as {@code purge-service}, or the witness.
     *
     * @throws IllegalArgumentException with the names there are
     */
    public static Part service(String name) {
        return PROCESSES.stream()
                .filter(part -> part.id.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service is called '" + name + "': there are "
                        + String.join(", ", PROCESSES.stream().map(Part::id).toList())));
    }

    static int longestLabel() {
        return Arrays.stream(values())
                .mapToInt(part -> part.label.length())
                .max()
                .orElse(0);
    }

    /** Its name in paths, pid files and commands. */
    public String id() {
        return id;
    }

    String label() {
        return label;
    }

    int defaultPort() {
        return port;
    }

    /** The environment variable that moves its port. */
    String portSetting() {
        return "REPRIEVE_" + name() + "_PORT";
    }

    /** Its database in our own PostgreSQL: services only. */
    String database() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
