package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.SignedTree;
import io.restassured.response.Response;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log beside a real witness. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class WitnessedIT {
    private static final List<String> TABLES = List.of("log_entry", "log_tile", "log_checkpoint", "log_cosignature");

    @ConfigProperty(name = "reprieve.audit.public-key")
    Path logKey;

    @ConfigProperty(name = "reprieve.witness.public-key")
    Path witnessKey;

    @Test
    void what_was_appended_is_cosigned_soon_and_anybody_can_check_that() {
        long index = Api.append(event());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            SignedTree tree = keys().believe(Api.as("auditor")
                    .get("/api/v1/checkpoint?witnessed=true")
                    .asString());
            assertThat(tree.size()).isGreaterThan(index);
        });
        assertThat(contradicts("0.0")).isTrue();
    }

    @Test
    void a_log_that_was_set_back_to_a_backup_takes_nothing_more_until_it_is_the_log_again() throws Exception {
        Api.append(event());
        copy("backup");
        Events lost = event();
        long last = Api.append(lost);
        await().until(() -> witnessed() > last);
        copy("newer");

        try (Connection turn = AuditServers.owner().getConnection();
                Statement hold = turn.createStatement()) {
            // So that the followers do not take in what is appended before anybody noticed.
            hold.execute("SELECT pg_advisory_lock(" + 0x5265707269657665L + ")");
            bringBack("backup");
            await().atMost(Duration.ofSeconds(20)).until(() -> contradicts("1.0"));
        }

        Api.append("purge-service", event().line())
                .then()
                .statusCode(503)
                .body("code", equalTo("log-rolled-back"))
                .body("detail", containsString("has seen a log of"));
        assertThat(Api.as("auditor").get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(Api.as("auditor").get("/api/v1/checkpoint").statusCode()).isEqualTo(200);

        bringBack("newer");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Api.append("purge-service", event().line()).statusCode() == 200);
        assertThat(Api.append(lost)).isEqualTo(last);
        await().until(() -> witnessed() > last + 1);
    }

    @Test
    void proof_and_cosignature_hold_for_another_language_library_and_algorithm(@TempDir Path folder) throws Exception {
        assumeTrue(isInstalled("node"));
        Events event = event();
        long index = Api.append(event);
        await().until(() -> witnessed() > index);
        for (int more = 0; more < 3; more++) {
            Api.append(event());
        }
        String proof =
                Api.as("auditor").get("/api/v1/events/" + event.id() + "/proof").asString();
        Path file = Files.writeString(folder.resolve("proof.json"), proof);
        Path note = Files.writeString(
                folder.resolve("note"),
                Api.as("auditor").get("/api/v1/checkpoint?witnessed=true").asString());

        assertThat(node(file, note)).isEqualTo("holds");
        Files.writeString(file, proof.replace("\"index\":" + index, "\"index\":" + (index + 1)));
        assertThat(node(file, note)).startsWith("the path ");
        Files.writeString(file, proof);
        Files.writeString(note, Files.readString(note).replace("reprieve/witness", "reprieve/witnes5"));
        assertThat(node(file, note)).isEqualTo("the witness did not cosign");
    }

    private String node(Path proof, Path note) throws Exception {
        Path script = Path.of(
                getClass().getClassLoader().getResource("check-proof.mjs").toURI());
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        proof.toString(),
                        note.toString(),
                        logKey.toString(),
                        witnessKey.toString())
                .redirectErrorStream(true)
                .start();
        return new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private long witnessed() throws Exception {
        Response answer = Api.as("auditor").get("/api/v1/checkpoint?witnessed=true");
        return answer.statusCode() == 200 ? keys().believe(answer.asString()).size() : -1;
    }

    private LogKeys keys() throws Exception {
        return new LogKeys(PublicKeys.allEd25519(logKey), PublicKeys.allEd25519(witnessKey));
    }

    private static boolean contradicts(String value) {
        return Api.as("auditor")
                .get("/q/metrics")
                .asString()
                .lines()
                .anyMatch(
                        line -> line.startsWith("reprieve_audit_witness_contradicts{") && line.endsWith("} " + value));
    }

    private static void copy(String name) throws SQLException {
        as(statement -> {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE " + name + "_" + table + " AS TABLE " + table);
            }
        });
    }

    private static void bringBack(String name) throws SQLException {
        as(statement -> {
            for (String table : TABLES) {
                statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
                statement.execute("TRUNCATE " + table);
                statement.execute("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE TABLE " + name + "_" + table);
                statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
                statement.execute("DROP TABLE " + name + "_" + table);
            }
        });
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    // In one transaction, so that the service sees the one state or the other.
    private static void as(Work work) throws SQLException {
        try (Connection owner = AuditServers.owner().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            work.on(statement);
            owner.commit();
        }
    }
}
