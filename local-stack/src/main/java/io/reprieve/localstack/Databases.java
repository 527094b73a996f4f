package io.reprieve.localstack;

import io.reprieve.localservers.LocalPostgres;
import java.util.EnumMap;
import java.util.Map;

/** A database with an owner of its own for each service, one to test-restore in, and the product's. */
final class Databases {
    private static final String PRODUCT = "app";
    private static final String PRODUCT_OWNER = "cabinet";
    private static final String SCRATCH = "scratch";

    /** As whom audit-service works: it may add to the log, whose tables are its migration's. */
    private static final String AUDIT_WRITER = "reprieve_audit_writer";

    private final StackSettings settings;
    private final LocalPostgres postgres;

    /** Makes those that are missing. */
    Databases(StackSettings settings, LocalPostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
        Part.services().forEach(service -> ours(service.database(), service.database()));
        postgres.createRole(AUDIT_WRITER, AUDIT_WRITER);
        ours(SCRATCH, SCRATCH);
        if (!settings.foreignProduct()) {
            ours(PRODUCT, PRODUCT_OWNER);
        }
    }

    Map<Part, DatabaseAccess> ofServices() {
        Map<Part, DatabaseAccess> databases = new EnumMap<>(Part.class);
        for (Part service : Part.services()) {
            String name = service.database();
            String user = service == Part.AUDIT ? AUDIT_WRITER : name;
            databases.put(service, new DatabaseAccess(postgres.jdbcUrl(name), user, user));
        }
        return databases;
    }

    /** The product's, with the login of an administrator. */
    DatabaseAccess product() {
        return told(
                "REPRIEVE_APP_DB",
                new DatabaseAccess(postgres.jdbcUrl(PRODUCT), LocalPostgres.ADMIN, LocalPostgres.ADMIN_PASSWORD));
    }

    DatabaseAccess scratch() {
        return told("REPRIEVE_SCRATCH_DB", new DatabaseAccess(postgres.jdbcUrl(SCRATCH), SCRATCH, SCRATCH));
    }

    private DatabaseAccess told(String prefix, DatabaseAccess otherwise) {
        return settings.variable(prefix + "_URL")
                .map(url -> new DatabaseAccess(
                        url,
                        settings.variable(prefix + "_USER").orElse(""),
                        settings.variable(prefix + "_PASSWORD").orElse("")))
                .orElse(otherwise);
    }

    private void ours(String name, String owner) {
        postgres.createDatabase(name, owner, owner);
    }
}
