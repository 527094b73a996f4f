package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runbook is what people hold on to at night: its commands are run as they stand there, one after the other, in one shell. */
class RunbookIT {

    private static final List<String> LOSS = List.of(
            "DELETE FROM public.signatures WHERE version_id IN (SELECT v.id FROM public.document_versions v JOIN"
                    + " public.documents d ON d.id = v.document_id JOIN public.folders f ON f.id = d.folder_id JOIN"
                    + " public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id = %s)",
            "DELETE FROM public.comments WHERE document_id IN (SELECT d.id FROM public.documents d JOIN public.folders f ON"
                    + " f.id = d.folder_id JOIN public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id = %s)",
            "DELETE FROM public.activity WHERE account_id = %s");

    @TempDir
    Path folder;

    @Test
    void every_command_of_the_runbook_does_what_it_says() throws Exception {
        assumeThat(new ProcessBuilder("bash", "-c", "command -v curl && command -v jq")
                        .start()
                        .waitFor())
                .as("bash, curl and jq are not here: skipped")
                .isZero();
        Stack stack = TheStack.running();
        Story story = new Story(stack);
        JsonNode account = Accounts.take(story);
        backedUp(story, account.path("id").asText());
        WholeDatabase whole = WholeDatabase.of(stack.addresses().product());
        lose(stack, account.path("accountKey").asText());
        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(whole))
                .isNotEmpty();

        Runbook runbook = Runbook.read("restore-an-account.md");
        assertThat(runbook.steps()).hasSizeGreaterThan(10);
        String said = run(runbook, stack, account.path("name").asText());

        for (int step = 0; step < runbook.steps().size(); step++) {
            Runbook.Step shown = runbook.steps().get(step);
            if (shown.printed() != null) {
                assertThat(Files.readString(folder.resolve(step + ".out")).strip())
                        .as("step %d: %s%n%s", step, shown.commands(), said)
                        .matches(shown.pattern());
            }
        }
        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(whole))
                .isEmpty();
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
        Process shell = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(shell.waitFor(4, TimeUnit.MINUTES)).isTrue();
        String all = Files.readString(said);
        assertThat(shell.exitValue()).as(all).isZero();
        return all;
    }

    /** The addresses and the customer's name, and nothing else, are this stack's own. */
    private static String here(String commands, Stack stack, String name) {
        String here = commands.replace("NAME='Larkspur'", "NAME='" + name.replace("'", "'\\''") + "'")
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

    private static void backedUp(Story story, String accountId) {
        String operation = story.api()
                .post(
                        "restorer",
                        "backup-service",
                        "/backups",
                        Map.of("accountId", accountId, "reason", "before the incident"),
                        "runbook-" + accountId)
                .orFail("asking for a backup")
                .body()
                .path("id")
                .asText();
        Eventually.of(
                "the backup",
                Duration.ofMinutes(2),
                () -> story.api()
                        .get("restorer", "backup-service", "/operations/" + operation)
                        .orFail("reading an operation")
                        .body()
                        .path("state")
                        .asText(),
                "SUCCEEDED"::equals);
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
