package io.reprieve.backup.take;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.arc.ClientProxy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.backup.verify.VerifyArchive;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.edge.Actor;
import io.reprieve.localservers.TestServers;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A process dies at a step of a backup, and another carries it on: one backup comes of it, whole, and nothing that was done is lost. When
 * the dead one turns out to have been only slow, it changes nothing any more.
 */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CarryOnIT {
    private static final String KEY = Cabinet.cast().doubled().key();

    @Inject
    TakeBackup take;

    @Inject
    BackupStore backups;

    @Inject
    OperationStore operations;

    @Inject
    AttemptStore attempts;

    @Inject
    ManifestVault manifests;

    @Inject
    VerifyArchive verify;

    @Inject
    AccountEngine engine;

    @Inject
    BackupKeys keys;

    private AttemptStore real;
    private Operation operation;
    private String backupId;

    @BeforeEach
    void ask() {
        real = ClientProxy.unwrap(attempts);
        String account = Api.account(KEY);
        QuarkusTransaction.requiringNew().run(() -> {
            Backup backup = backups.begin(
                    account,
                    "dies",
                    null,
                    RetentionClass.ON_DEMAND,
                    new Actor("psn_test", Actor.PERSON, "reprieve-cli"));
            backupId = backup.id;
            operation = operations.begin(Operation.Kind.BACKUP, backup.id, account);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "begun, 2, true",
        "told 2, 2, true",
        "rows stored, 2, true",
        "rows recorded, 1, true",
        "objects recorded, 1, true",
        "manifest stored, 1, true",
        "manifest recorded, 1, false",
        "locks raised, 1, false"
    })
    void a_process_that_dies_is_carried_on_from_what_is_recorded(String point, int attempt, boolean writesMore)
            throws Exception {
        Frost frost = new Frost(point);
        Thread first = stopped(frost);
        assertThat(backups.get(backupId).state).isEqualTo(Backup.State.RUNNING);
        int stored = stored();

        take.carryOn(operation, operations.progress(operation.id));

        assertThat(backups.get(backupId).attempt).isEqualTo(attempt);
        if (!writesMore) {
            assertThat(stored()).isEqualTo(stored);
        } else if (attempt == 1) {
            int parts = backups.get(backupId).objects + tables();
            // Those that were on their way when it died are stored twice, and its manifest: no more than are copied at
            // once.
            assertThat(stored()).isBetween(parts + 1, parts + 1 + 8 + 1);
        }
        isWhole();
        String version = backups.get(backupId).manifestVersionId;
        frost.thaw();
        first.join(60_000);
        assertThat(first.isAlive()).isFalse();
        assertThat(backups.get(backupId).manifestVersionId).isEqualTo(version);
        isWhole();
    }

    @Test
    void a_try_after_the_last_fact_does_nothing() throws Exception {
        take.carryOn(operation, operations.progress(operation.id));
        Backup before = backups.get(backupId);
        take.carryOn(operation, operations.progress(operation.id));
        assertThat(backups.get(backupId).manifestVersionId).isEqualTo(before.manifestVersionId);
        isWhole();
    }

    static Stream<String> anywhere() {
        Random random = new Random(Long.getLong("reprieve.seed", 34));
        int points = Boolean.getBoolean("reprieve.deep") ? 100 : 1;
        return IntStream.range(0, points).mapToObj(round -> "told " + (1 + random.nextInt(60)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("anywhere")
    void anywhere_a_process_dies_one_whole_backup_comes_of_it(String point) throws Exception {
        Frost frost = new Frost(point);
        Thread first = new Thread(() -> take.carryOn(operation, frost.progress(operations, operation.id)));
        first.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> !first.isAlive() || frost.hasStruck());
        take.carryOn(operation, operations.progress(operation.id));
        isWhole();
        frost.thaw();
        first.join(60_000);
        isWhole();
    }

    private Thread stopped(Frost frost) throws InterruptedException {
        QuarkusMock.installMockForInstance(frost.around(real), attempts);
        Thread first = new Thread(() -> take.carryOn(operation, frost.progress(operations, operation.id)));
        first.start();
        frost.awaitStop();
        return first;
    }

    private void isWhole() throws Exception {
        Backup backup = backups.get(backupId);
        assertThat(backup.state).isEqualTo(Backup.State.VERIFIED);
        assertThat(operations.get(operation.id).state).isEqualTo(Operation.State.SUCCEEDED);
        verify.prove(manifests.archive(backup), operations.progress(operation.id));
        var live = engine.content(KEY, keys.digestKey(backup.accountId));
        assertThat(backup.rowsDigest).isEqualTo(live.rowsDigest());
        assertThat(backup.objectVersionsDigest).isEqualTo(live.objectVersionsDigest());
        assertThat(ask("SELECT count(*) FROM audit_outbox WHERE subject = '" + backupId
                        + "' AND convert_from(event, 'UTF8')::jsonb ->> 'type' = 'backup.verified'"))
                .isEqualTo(1);
        assertThat(ask("SELECT count(*) FROM attempt WHERE backup_id = '" + backupId + "'"))
                .isZero();
    }

    private int tables() throws Exception {
        return manifests.read(backups.get(backupId)).tables().size();
    }

    private int stored() {
        try (S3Client s3 = TestServers.s3().client()) {
            return (int) s3
                    .listObjectVersionsPaginator(
                            r -> r.bucket("backup-it-vault").prefix("backups/" + backupId + "/"))
                    .versions()
                    .stream()
                    .count();
        }
    }

    private static int ask(String sql) throws Exception {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
