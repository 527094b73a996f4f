package io.reprieve.localstack;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The variables each service is started with: its own share of the keys, and no more. */
final class ServiceEnvironment {

    /** All that a service may see of the environment the stack was started in. */
    static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "JAVA_TOOL_OPTIONS");

    /** Nobody waits a month to see the sample product purged; with data of somebody else there is no hurry. */
    private static final Map<String, String> SAMPLE_DEFAULTS = Map.of(
            "REPRIEVE_COOLING_OFF", "PT10S",
            "REPRIEVE_OBJECT_GRACE", "PT3S",
            "REPRIEVE_RETENTION", "P30D");

    private static final Map<String, String> DEFAULTS = Map.of(
            "REPRIEVE_COOLING_OFF", "P30D",
            "REPRIEVE_OBJECT_GRACE", "P7D",
            "REPRIEVE_RETENTION", "P30D");
    private static final Set<String> HANDED_ON = Set.of(
            "REPRIEVE_NIGHTLY_AT",
            "REPRIEVE_RESTORES_AT_ONCE",
            "REPRIEVE_BESIDE_KEPT",
            "REPRIEVE_BESIDE_READER",
            "REPRIEVE_DRILLS_AT",
            "REPRIEVE_DRILLS_SPREAD",
            "REPRIEVE_DRILLS_SAMPLE",
            "REPRIEVE_DRILL_MAX_AGE");
    private static final Set<String> MAIL = Set.of(
            "REPRIEVE_SMTP_HOST",
            "REPRIEVE_SMTP_PORT",
            "REPRIEVE_SMTP_USER",
            "REPRIEVE_SMTP_PASSWORD",
            "REPRIEVE_SMTP_STARTTLS",
            "REPRIEVE_MAIL_FROM",
            "REPRIEVE_PUBLIC_URL",
            "REPRIEVE_HELP");

    private final StackSettings settings;
    private final Keys keys;
    private final Addresses addresses;
    private final Map<Part, DatabaseAccess> databases;
    private final DatabaseAccess scratch;
    private final Optional<ObjectAccess> scratchFiles;
    private final String dataMap;

    ServiceEnvironment(
            StackSettings settings,
            Keys keys,
            Addresses addresses,
            Map<Part, DatabaseAccess> databases,
            DatabaseAccess scratch,
            Optional<ObjectAccess> scratchFiles,
            String dataMap) {
        this.settings = settings;
        this.keys = keys;
        this.addresses = addresses;
        this.databases = databases;
        this.scratch = scratch;
        this.scratchFiles = scratchFiles;
        this.dataMap = dataMap;
    }

    Map<String, String> of(Part part) {
        return part == Part.WITNESS ? ofWitness() : ofService(part);
    }

    /** A key, a folder and the log's public key: it holds nothing of the services'. */
    private Map<String, String> ofWitness() {
        Map<String, String> variables = new TreeMap<>();
        signing(variables, "witness");
        variables.put("QUARKUS_PROFILE", "local");
        variables.put("REPRIEVE_AUDIT_PUBLIC_KEY", keys.publicKey("audit").toString());
        variables.put(
                "REPRIEVE_WITNESS_STATE",
                new Home(settings.home()).data("witness").toString());
        variables.put("REPRIEVE_WITNESS_HOST", "127.0.0.1");
        variables.put(
                "REPRIEVE_WITNESS_PORT",
                String.valueOf(URI.create(addresses.url(Part.WITNESS.id())).getPort()));
        vault(variables);
        return variables;
    }

    private void handOn(Map<String, String> variables, Set<String> names) {
        names.forEach(name -> settings.variable(name).ifPresent(value -> variables.put(name, value)));
    }

    private Map<String, String> ofService(Part service) {
        Map<String, String> variables = new TreeMap<>();
        (settings.foreignProduct() ? DEFAULTS : SAMPLE_DEFAULTS)
                .forEach((name, value) ->
                        variables.put(name, settings.variable(name).orElse(value)));
        handOn(variables, HANDED_ON);
        database(variables, "REPRIEVE_DB", databases.get(service));
        variables.put("REPRIEVE_OIDC_URL", addresses.realm());
        variables.put("REPRIEVE_OIDC_SECRET", service.id());
        variables.put("REPRIEVE_PURGE_PUBLIC_KEY", keys.publicKey("purge").toString());
        variables.put("REPRIEVE_BACKUP_PUBLIC_KEY", keys.publicKey("backup").toString());
        variables.put("REPRIEVE_AUDIT_PUBLIC_KEY", keys.publicKey("audit").toString());
        switch (service) {
            case ACCOUNT -> {
                callees(variables, Part.AUDIT);
                product(variables, "reprieve_eraser", "eraser-password");
            }
            case BACKUP -> {
                callees(variables, Part.ACCOUNT, Part.AUDIT);
                product(variables, "reprieve_restorer", "restorer-password");
                signing(variables, "backup");
                variables.put("REPRIEVE_KEYSET", keys.keyset().toString());
                variables.put(
                        "REPRIEVE_RECOVERY_PUBLIC_KEY",
                        keys.publicKey("recovery").toString());
                database(variables, "REPRIEVE_SCRATCH_DB", scratch);
                scratchFiles.ifPresent(files -> {
                    objects(variables, "REPRIEVE_SCRATCH_S3", files);
                    variables.put("REPRIEVE_SCRATCH_BUCKET", files.bucket());
                });
                vault(variables);
            }
            case PURGE -> {
                handOn(variables, MAIL);
                callees(variables, Part.ACCOUNT, Part.BACKUP, Part.AUDIT);
                signing(variables, "purge");
            }
            case AUDIT -> {
                signing(variables, "audit");
                callees(variables, Part.WITNESS);
                variables.put(
                        "REPRIEVE_WITNESS_PUBLIC_KEY", keys.publicKey("witness").toString());
                vault(variables);
                variables.put("REPRIEVE_WEBHOOK_SECRET", keys.secret("webhook-secret"));
                variables.put("REPRIEVE_DB_OWNER", service.database());
                variables.put("REPRIEVE_DB_OWNER_PASSWORD", service.database());
            }
            default -> throw new IllegalArgumentException(service + " is no service");
        }
        return variables;
    }

    private void product(Map<String, String> variables, String role, String password) {
        database(
                variables,
                "REPRIEVE_APP_DB",
                new DatabaseAccess(addresses.product().url(), role, keys.secret(password)));
        objects(variables, "REPRIEVE_S3", addresses.files());
        variables.put("REPRIEVE_DATA_MAP", dataMap);
        variables.put("REPRIEVE_DIGEST_SECRET", keys.secret("digest-secret"));
    }

    private void callees(Map<String, String> variables, Part... services) {
        for (Part callee : services) {
            variables.put("REPRIEVE_" + callee.name() + "_URL", addresses.url(callee.id()));
        }
    }

    private void signing(Map<String, String> variables, String name) {
        variables.put("REPRIEVE_SIGNING_KEY", keys.privateKey(name).toString());
    }

    private static void database(Map<String, String> variables, String prefix, DatabaseAccess access) {
        variables.put(prefix + "_URL", access.url());
        variables.put(prefix + "_USER", access.user());
        variables.put(prefix + "_PASSWORD", access.password());
    }

    private void vault(Map<String, String> variables) {
        objects(variables, "REPRIEVE_VAULT_S3", addresses.vault());
        variables.put("REPRIEVE_VAULT_BUCKET", addresses.vault().bucket());
    }

    private static void objects(Map<String, String> variables, String prefix, ObjectAccess access) {
        variables.put(prefix + "_ENDPOINT", access.endpoint());
        variables.put(prefix + "_ACCESS_KEY", access.accessKey());
        variables.put(prefix + "_SECRET_KEY", access.secretKey());
    }
}
