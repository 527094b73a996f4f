package io.reprieve.backup.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.archive.RunbookBlock;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.SignedTokens;
import io.reprieve.localservers.TestServers;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.archive.ArchiveCheck;
import io.reprieve.verifier.archive.KeyHolder;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class TakeBackupIT {

    private static final String KEY = Cabinet.cast().doubled().key();

    @Inject
    BackupStore backups;

    @Inject
    OperationStore operations;

    @Inject
    WorkQueue queue;

    @Inject
    AgroalDataSource database;

    @Test
    void a_backup_is_verified_locked_and_vouched_for() throws Exception {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        assertThat(backup.getString("state")).isEqualTo("VERIFIED");
        assertThat(backup.getBoolean("fenced")).isFalse();
        assertThat(backup.getInt("objects")).isEqualTo(Product.objects(KEY).size());

        JsonNode receipt = SignedTokens.verifier(ServiceUnderTest.publicKey(), "backup-service", "purge-service")
                .verify("reprieve-receipt+jwt", backup.getString("receipt"));
        assertThat(receipt.path("backupId").asText()).isEqualTo(backup.getString("id"));
        assertThat(receipt.path("contentDigest").asText()).isEqualTo(backup.getString("digest"));
        assertThat(receipt.path("rowsDigest").asText()).isEqualTo(backup.getString("rowsDigest"));
        assertThat(receipt.path("epoch").asLong()).isEqualTo(1);
        assertThat(Instant.parse(receipt.path("lockedUntil").asText()))
                .isAfter(Instant.now().plusSeconds(29L * 24 * 3600));
        assertThat(events(backup.getString("id"))).containsExactly("backup.created", "backup.verified");
    }

    @Test
    void a_vault_that_does_not_lock_is_named_as_such_everywhere() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        assertThat(backup.getBoolean("lockEnforced")).isFalse();
        assertThat(backup.getString("lock")).isEqualTo("lock not enforced");
        JsonNode receipt = SignedTokens.verifier(ServiceUnderTest.publicKey(), "backup-service", "account-service")
                .verify("reprieve-receipt+jwt", backup.getString("receipt"));
        assertThat(receipt.path("lockEnforced").asBoolean()).isFalse();
        JsonPath health = RestAssured.get("/q/health/ready").jsonPath();
        assertThat(health.getString("checks.find { it.name == 'vault' }.data.lock"))
                .isEqualTo("lock not enforced");
        assertThat(RestAssured.get("/q/metrics").asString()).contains("reprieve_vault_lock_enforced 0.0");
    }

    @Test
    void a_fresh_receipt_is_for_purge_service_alone() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        String path = "/backups/" + backup.getString("id") + "/lock-extensions";
        Map<String, String> purge = Map.of("purgeRequestId", Ids.next("prg"));
        assertThat(Api.post("restorer", path, purge).statusCode()).isEqualTo(403);
        // Locks are told in whole seconds.
        Instant verified = Instant.parse(backup.getString("verifiedAt"));
        await().until(() -> Instant.now().isAfter(verified.plusSeconds(1)));
        JsonPath extended = Api.post("purge-service", path, purge).jsonPath();
        assertThat(Instant.parse(extended.getString("lockedUntil")))
                .isAfter(Instant.parse(backup.getString("lockedUntil")));
        assertThat(SignedTokens.verifier(ServiceUnderTest.publicKey(), "backup-service", "account-service")
                        .verify("reprieve-receipt+jwt", extended.getString("receipt"))
                        .path("lockedUntil")
                        .asText())
                .isEqualTo(extended.getString("lockedUntil"));
        assertThat(events(backup.getString("id"))).endsWith("backup.lock-extended");
    }

    @Test
    void a_table_that_the_map_does_not_know_does_not_keep_a_backup_from_being_taken_and_is_told() throws Exception {
        Product.run("CREATE TABLE public.newcomer (id integer PRIMARY KEY)");
        try {
            JsonPath backup = Api.backup(Api.account(KEY));

            assertThat(backup.getString("state")).isEqualTo("VERIFIED");
            assertThat(backup.getList("drift.rule")).containsExactly("table-unaccounted");
            assertThat(backup.getString("drift[0].subject")).isEqualTo("public.newcomer");
            assertThat(SignedTokens.verifier(ServiceUnderTest.publicKey(), "backup-service", "account-service")
                            .verify("reprieve-receipt+jwt", backup.getString("receipt"))
                            .path("drift")
                            .findValuesAsText("subject"))
                    .containsExactly("public.newcomer");
        } finally {
            Product.run("DROP TABLE public.newcomer");
        }
        assertThat(Api.backup(Api.account(KEY)).getList("drift")).isNull();
    }

    @Test
    void a_verified_backup_can_be_verified_again() {
        JsonPath backup = Api.backup(Api.account(KEY));
        String id = backup.getString("id");
        Api.succeeded(Api.post("restorer", "/backups/" + id + "/verification", Map.of())
                .jsonPath()
                .getString("id"));
        assertThat(Instant.parse(
                        Api.get("restorer", "/backups/" + id).jsonPath().getString("verifiedAt")))
                .isAfter(Instant.parse(backup.getString("verifiedAt")));
    }

    @Test
    void an_archive_is_fetched_by_the_manuals_commands_and_proved_without_the_service(@TempDir Path folder)
            throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        assumeTrue(
                RunbookBlock.areInstalled("curl", "jq", "bash"),
                "curl or jq is not installed: the manual is not tried here");
        Map<String, String> reader = Map.of(
                "VAULT", TestServers.s3().endpoint(),
                "BUCKET", "backup-it-vault",
                "AWS_ACCESS_KEY_ID", TestServers.s3().accessKey(),
                "AWS_SECRET_ACCESS_KEY", TestServers.s3().secretKey(),
                "AWS_DEFAULT_REGION", "us-east-1",
                "MANIFEST_KEY", backup.getString("manifestKey"),
                "MANIFEST_VERSION", backup.getString("manifestVersionId"));
        RunbookBlock.run("archive-format.md", "fetch", folder, reader);

        assertThat(ArchiveCheck.of(
                        folder.resolve("archive"),
                        PublicKeys.allEd25519(ServiceUnderTest.publicKey()),
                        Optional.of(KeyHolder.recovery(ServiceUnderTest.recoveryKey()))))
                .contains(backup.getString("id"), "and " + backup.getInt("objects") + " objects", "opened; every row");
    }

    @Test
    void whose_fault_a_silent_vault_is_shows_by_the_runbooks_commands(@TempDir Path folder) throws Exception {
        assumeTrue(RunbookBlock.areInstalled("aws", "bash"), "aws is not installed: the runbook is not tried here");
        Map<String, String> service = Map.of(
                "REPRIEVE_VAULT_S3_ENDPOINT", TestServers.s3().endpoint(),
                "REPRIEVE_VAULT_BUCKET", "backup-it-vault",
                "REPRIEVE_VAULT_S3_ACCESS_KEY", TestServers.s3().accessKey(),
                "REPRIEVE_VAULT_S3_SECRET_KEY", TestServers.s3().secretKey());
        assertThat(RunbookBlock.run("runbooks/vault-unreachable.md", "reach", folder, service))
                .contains("\"Status\": \"Enabled\"", "\"ObjectLockEnabled\": \"Enabled\"");
    }

    @Test
    void what_was_given_up_while_the_vault_was_silent_is_asked_for_again_by_the_runbooks_commands(@TempDir Path folder)
            throws Exception {
        assumeTrue(
                RunbookBlock.areInstalled("curl", "jq", "uuidgen", "bash"),
                "curl, jq or uuidgen is not installed: the runbook is not tried here");
        String account = Api.account(KEY);
        QuarkusTransaction.requiringNew().run(() -> {
            Backup begun = backups.begin(
                    account,
                    "nightly",
                    null,
                    RetentionClass.NIGHTLY,
                    new Actor("psn_test", Actor.PERSON, "reprieve-cli"));
            backups.failed(begun.id, new WorkFailed("gave-up", "the vault does not answer"));
        });
        // What the page before it defines, led to this service.
        String as = "() { shift; curl -s --connect-to localhost:8083:localhost:" + RestAssured.port
                + " -H 'Authorization: Bearer " + Api.token("restorer") + "' \"$@\"; }";

        String printed =
                RunbookBlock.run("runbooks/vault-unreachable.md", "again", folder, Map.of("BASH_FUNC_as%%", as));

        assertThat(printed.lines()).hasSize(1).allSatisfy(Api::succeeded);
        assertThat(backups.newest(account, Backup.State.VERIFIED)).isPresent();
    }

    @Test
    void a_backup_whose_replica_died_is_taken_by_another() throws Exception {
        String account = Api.account(KEY);
        Backup dying = QuarkusTransaction.requiringNew()
                .call(() -> backups.begin(
                        account,
                        "dies",
                        null,
                        RetentionClass.ON_DEMAND,
                        new Actor("psn_test", Actor.PERSON, "reprieve-cli")));
        Operation operation = QuarkusTransaction.requiringNew().call(() -> {
            Operation begun = operations.begin(Operation.Kind.BACKUP, dying.id, account);
            queue.enqueue(begun);
            takenByADeadReplica(begun.id);
            return begun;
        });

        JsonPath done = Api.succeeded(operation.id);
        assertThat(backups.get(dying.id).state).isEqualTo(Backup.State.VERIFIED);
        assertThat(done.getDouble("progress.perSecond")).isPositive();
        assertThat(done.getInt("progress.done")).isEqualTo(done.getInt("progress.total"));
    }

    @Test
    void what_cannot_be_backed_up_is_refused() {
        assertThat(Api.post("restorer", "/backups", Map.of("accountId", Ids.next("acc"), "reason", "x"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(Api.post("restorer", "/backups", Map.of("accountId", Ids.next("bkp"), "reason", "x"))
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("wrong-id-type");
        assertThat(Api.get("restorer", "/backups/" + Ids.next("bkp")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void only_those_who_may_take_and_read_backups_do() {
        String account = Api.account(KEY);
        Map<String, String> wanted = Map.of("accountId", account, "reason", "x");
        for (String user : List.of("requester", "approver", "support", "auditor", "provisioner", "admin")) {
            assertThat(Api.post(user, "/backups", wanted).statusCode()).as(user).isEqualTo(403);
        }
        assertThat(Api.get("support", "/backups?accountId=" + account).statusCode())
                .isEqualTo(200);
        assertThat(Api.get("requester", "/backups?accountId=" + account).statusCode())
                .isEqualTo(403);
        assertThat(Api.get("account-service", "/backups").statusCode()).isIn(401, 403);
        assertThat(RestAssured.get("/api/v1/backups").statusCode()).isEqualTo(401);
        assertThat(Api.get("requester", "/backups/").statusCode()).isIn(400, 403, 404);
        assertThat(Api.get("requester", "/backups;x=1").statusCode()).isIn(400, 403, 404);
    }

    private void takenByADeadReplica(String operationId) {
        // In the transaction that queues the task, so that no living replica takes it first; the heartbeat is long
        // past.
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            int rows = statement.executeUpdate("UPDATE scheduled_tasks SET picked = true, picked_by = 'dead',"
                    + " last_heartbeat = now() - interval '1 minute' WHERE task_instance = '" + operationId + "'");
            assertThat(rows).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> events(String subject) throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT array_agg(convert_from(event, 'UTF8')::jsonb ->> 'type' ORDER BY subject_seq)"
                                + " FROM audit_outbox WHERE subject = '" + subject + "'")) {
            rows.next();
            return List.of((String[]) rows.getArray(1).getArray());
        }
    }
}
