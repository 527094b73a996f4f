package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localservers.Checkout;
import io.reprieve.localstack.DatabaseAccess;
import io.reprieve.localstack.ObjectAccess;
import io.reprieve.localstack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The runbook is what people hold on to at night: its commands are run as they stand there, one after the other, in one shell. */
class RunbookIT {

    private static final String LAUNCHER = "java -cp '" + System.getProperty("java.class.path")
            + "' -Dreprieve.checkout='" + Checkout.root() + "' io.reprieve.localstack.Main ";

    private static final List<String> LOSS = List.of(
            "DELETE FROM public.signatures WHERE version_id IN (SELECT v.id FROM public.document_versions v JOIN"
                    + " public.documents d ON d.id = v.document_id JOIN public.folders f ON f.id = d.folder_id JOIN"
                    + " public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id = %s)",
            "DELETE FROM public.comments WHERE document_id IN (SELECT d.id FROM public.documents d JOIN public.folders f ON"
                    + " f.id = d.folder_id JOIN public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id = %s)",
            "DELETE FROM public.activity WHERE account_id = %s");

    @TempDir
    Path folder;

    private final Stack stack = TheStack.running();
    private final Story story = new Story(stack);

    @BeforeAll
    static void the_commands_are_here() throws Exception {
        assumeThat(new ProcessBuilder("bash", "-c", "command -v curl && command -v jq")
                        .start()
                        .waitFor())
                .as("bash, curl and jq are not here: skipped")
                .isZero();
    }

    @Test
    void every_command_that_gets_accounts_back_does_what_it_says() throws Exception {
        JsonNode account = Accounts.take(story);
        backedUp(account);
        WholeDatabase whole = WholeDatabase.of(stack.addresses().product());
        lose(stack, account.path("accountKey").asText());
        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(whole))
                .isNotEmpty();

        follow("restore-an-account.md", account, 10);

        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(whole))
                .isEmpty();
    }

    @Test
    void every_command_that_looks_into_a_backup_does_what_it_says() throws Exception {
        JsonNode account = Accounts.take(story);
        String key = "accounts/" + account.path("accountKey").asText() + "/signed.pdf";
        try (S3Client files = stack.addresses().files().client()) {
            files.putObject(
                    r -> r.bucket(stack.addresses().files().bucket()).key(key), RequestBody.fromString("as it was"));
        }
        backedUp(account);

        follow("look-into-a-backup.md", account, 4);

        assertThat(folder.resolve("object.bin")).hasContent("as it was");
    }

    @Test
    void every_command_for_a_lost_region_and_a_lost_database_does_what_it_says() throws Exception {
        assumeThat(new ProcessBuilder("bash", "-c", "command -v psql").start().waitFor())
                .as("psql is not here: skipped")
                .isZero();
        JsonNode active = story.api()
                .get("support", "account-service", "/accounts?limit=200&status=ACTIVE")
                .orFail("listing accounts")
                .body()
                .path("items");
        for (JsonNode account : active) {
            backedUp(account);
        }
        WholeDatabase whole = WholeDatabase.of(stack.addresses().product());
        Map<String, String> objects = objects(active);
        assertThat(objects).isNotEmpty();
        LostBucket.lose(stack.addresses().files());

        follow("region.md", active.get(0), 2);

        LostDatabase.replace(stack.addresses().product());
        assertThat(WholeDatabase.of(stack.addresses().product()).rows("public.accounts"))
                .isZero();

        follow("whole-database.md", active.get(0), 5);

        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(whole))
                .isEmpty();
        assertThat(objects(active)).isEqualTo(objects);
    }

    private Map<String, String> objects(JsonNode accounts) {
        Map<String, String> objects = new TreeMap<>();
        for (JsonNode account : accounts) {
            objects.putAll(LostBucket.objects(
                    stack.addresses().files(),
                    "accounts/" + account.path("accountKey").asText() + "/"));
        }
        return objects;
    }

    /** Runs a page's commands in one shell, and holds what each prints against what the page shows. */
    private void follow(String page, JsonNode account, int steps) throws IOException, InterruptedException {
        Runbook runbook = Runbook.read(page);
        assertThat(runbook.steps()).hasSizeGreaterThanOrEqualTo(steps);
        String said = run(runbook, stack, account.path("name").asText());
        for (int step = 0; step < runbook.steps().size(); step++) {
            Runbook.Step shown = runbook.steps().get(step);
            if (shown.printed() != null) {
                assertThat(Files.readString(folder.resolve(step + ".out")).strip())
                        .as("step %d: %s%n%s", step, shown.commands(), said)
                        .matches(shown.pattern());
            }
        }
    }

    private String run(Runbook runbook, Stack stack, String name) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -euo pipefail\ncd '" + folder + "'\n");
        for (int step = 0; step < runbook.steps().size(); step++) {
            script.append("echo '--- step ")
                    .append(step)
                    .append("' >&2\nexec > ")
                    .append(step)
                    .append(".out\n");
            script.append(here(runbook.steps().get(step).commands(), stack, name));
        }
        Path file = Files.writeString(folder.resolve("runbook.sh"), script);
        Path said = folder.resolve("said.txt");
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        bash.environment().putAll(reader());
        Process shell = bash.start();
        assertThat(shell.waitFor(4, TimeUnit.MINUTES)).isTrue();
        String all = Files.readString(said);
        assertThat(shell.exitValue()).as(all).isZero();
        return all;
    }

    /** The addresses and the customer's name, and nothing else, are this stack's own. */
    private static String here(String commands, Stack stack, String name) {
        String here = commands.replace("NAME='Larkspur'", "NAME='" + name.replace("'", "'\\''") + "'")
                .replace("./reprieve ", LAUNCHER)
                .replace("localhost:8180/realms/reprieve", stack.addresses().realm());
        for (Map.Entry<String, String> port : Map.of(
                        "localhost:8081", "account-service",
                        "localhost:8082", "purge-service",
                        "localhost:8083", "backup-service",
                        "localhost:8084", "audit-service")
                .entrySet()) {
            here = here.replace(port.getKey(), stack.addresses().url(port.getValue()));
        }
        return here;
    }

    /** What the reader of a page has set. */
    private Map<String, String> reader() throws IOException {
        DatabaseAccess product = stack.addresses().product();
        Path home = Path.of(stack.addresses().home());
        ObjectAccess files = stack.addresses().files();
        Map<String, String> set = new HashMap<>(Map.of(
                "REPRIEVE_S3_ENDPOINT", files.endpoint(),
                "REPRIEVE_S3_ACCESS_KEY", files.accessKey(),
                "REPRIEVE_S3_SECRET_KEY", files.secretKey(),
                "BUCKET", files.bucket()));
        set.putAll(Map.of(
                "REPRIEVE_HOME", home.toString(),
                "REPRIEVE_APP_DB_URL", product.url(),
                "REPRIEVE_APP_DB_USER", product.user(),
                "REPRIEVE_APP_DB_PASSWORD", product.password(),
                "REPRIEVE_DATA_MAP", home.resolve("data-map.yaml").toString(),
                "ERASER_PASSWORD",
                        Files.readString(home.resolve("keys/eraser-password")).strip(),
                "RESTORER_PASSWORD",
                        Files.readString(home.resolve("keys/restorer-password")).strip(),
                "PGUSER", product.user(),
                "PGPASSWORD", product.password()));
        return set;
    }

    private void backedUp(JsonNode... accounts) {
        List<String> operations = Stream.of(accounts)
                .map(account -> account.path("id").asText())
                .map(account -> story.api()
                        .post(
                                "restorer",
                                "backup-service",
                                "/backups",
                                Map.of("accountId", account, "reason", "before the incident"),
                                UUID.randomUUID().toString())
                        .orFail("asking for a backup")
                        .body()
                        .path("id")
                        .asText())
                .toList();
        operations.forEach(operation -> Eventually.of(
                "the backup",
                Duration.ofMinutes(2),
                () -> story.api()
                        .get("restorer", "backup-service", "/operations/" + operation)
                        .orFail("reading an operation")
                        .body()
                        .path("state")
                        .asText(),
                "SUCCEEDED"::equals));
    }

    /** As a script of somebody else's would. */
    private static void lose(Stack stack, String key) throws SQLException {
        try (Connection connection = stack.addresses().product().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String loss : LOSS) {
                statement.execute(loss.formatted(key));
            }
        }
    }
}
