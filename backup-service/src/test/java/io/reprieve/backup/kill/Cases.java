package io.reprieve.backup.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.localservers.TestServers;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Backups of one account and restores of all the others, and what must hold of them at any moment and at the end. */
final class Cases {
    private static final String KEPT = Cabinet.cast().doubled().key();
    private static final String OURS = "task_name IN ('backup', 'restore')";

    private final List<String> backups = new ArrayList<>();
    private final List<String> restores = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private final Map<String, Lost> lost = new LinkedHashMap<>();
    private final Set<String> killed = new HashSet<>();
    private Map<String, String> tables;

    /** An account somebody deletes, by what it was before. */
    private record Lost(String key, String backup, Map<String, String> rows, Map<String, String> objects) {}

    /** Backs up all accounts but one, each with some objects. */
    void backUpWhatWillBeLost() throws SQLException {
        List<String> asked = new ArrayList<>();
        for (var account : Cabinet.accounts(ServiceUnderTest.product())) {
            String key = account.key();
            if (!key.equals(KEPT)) {
                putObjects(key);
                String id = Api.account(key);
                JsonPath order = Api.askForBackup(id);
                asked.add(order.getString("id"));
                lost.put(id, new Lost(key, order.getString("backupId"), Product.rows(key), Product.objects(key)));
            }
        }
        asked.forEach(Api::succeeded);
        tables = Product.tables();
    }

    private static void putObjects(String key) {
        try (S3Client s3 = TestServers.s3().client()) {
            for (int n = 1; n <= 2; n++) {
                String name = "accounts/" + key + "/kill/" + n + ".txt";
                s3.putObject(r -> r.bucket(Cabinet.BUCKET).key(name), RequestBody.fromString(name));
            }
        }
    }

    void askForBackups(int many) {
        for (int n = 0; n < many; n++) {
            JsonPath asked = Api.askForBackup(Api.account(KEPT));
            operations.add(asked.getString("id"));
            backups.add(asked.getString("backupId"));
        }
    }

    void loseAndAskForRestores() throws SQLException {
        for (Map.Entry<String, Lost> each : lost.entrySet()) {
            Product.deleteEverythingOf(each.getValue().key());
            AccountServiceStandIn.is(each.getKey(), "PURGED");
            Response asked = Api.restore(Api.plan(each.getValue().backup()));
            assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(202);
            operations.add(asked.jsonPath().getString("id"));
            restores.add(asked.jsonPath().getString("restoreId"));
        }
    }

    /** Rows of an account are live all or none, as the ledger says; what is not finished is not called good. */
    void assertNothingHalf() throws SQLException {
        for (Map.Entry<String, Lost> each : lost.entrySet()) {
            Map<String, String> now = Product.rows(each.getValue().key());
            boolean inLedger = restores.stream().anyMatch(id -> isInLedger(id, each.getKey()));
            if (inLedger) {
                assertThat(now).as(each.getKey()).isEqualTo(each.getValue().rows());
            } else {
                assertThat(now.values()).as(each.getKey()).allMatch(table -> table.startsWith("0 "));
            }
        }
        for (String backup : backups) {
            long verified = own("SELECT count(*) FROM backup WHERE state = 'VERIFIED' AND id = '" + backup + "'");
            assertThat(told("backup.verified", backup)).as(backup).isEqualTo(verified);
        }
    }

    /** Everything is as it was before anything was lost, each piece of work was done once, and each backup is proved. */
    void assertAllWhole() throws SQLException {
        operations.forEach(Api::succeeded);
        assertThat(Product.tables()).isEqualTo(tables);
        for (Map.Entry<String, Lost> each : lost.entrySet()) {
            assertThat(Product.objects(each.getValue().key()))
                    .isEqualTo(each.getValue().objects());
            assertThat(AccountServiceStandIn.account(each.getKey()).status()).isEqualTo("ACTIVE");
        }
        for (String restore : restores) {
            assertThat(told("restore.completed", restore)).as(restore).isEqualTo(1);
        }
        for (String backup : backups) {
            assertThat(told("backup.verified", backup)).as(backup).isEqualTo(1);
            assertThat(own("SELECT count(*) FROM attempt WHERE backup_id = '" + backup + "'"))
                    .isZero();
        }
        proveAgain();
        operations.clear();
        restores.clear();
        backups.clear();
    }

    private void proveAgain() {
        List<String> proofs = backups.stream()
                .map(backup -> Api.post("restorer", "/backups/" + backup + "/verification", Map.of()))
                .map(asked -> asked.jsonPath().getString("id"))
                .toList();
        proofs.forEach(Api::succeeded);
    }

    /** @return pieces of work that some replica has taken */
    long underWay() {
        return own("SELECT count(*) FROM scheduled_tasks WHERE picked AND " + OURS);
    }

    /** @return pieces of work that are not done */
    long left() {
        return own("SELECT count(*) FROM scheduled_tasks WHERE " + OURS);
    }

    /** @return how many times a piece of work was killed so far, this time included */
    int killed() throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT picked_by || ' ' || task_instance FROM scheduled_tasks WHERE picked AND " + OURS)) {
            while (rows.next()) {
                killed.add(rows.getString(1));
            }
        }
        return killed.size();
    }

    private static boolean isInLedger(String restore, String account) {
        return one(
                        ServiceUnderTest.product(),
                        "SELECT count(*) FROM reprieve.ledger WHERE id = '" + restore + "' AND account_id = '" + account
                                + "'")
                == 1;
    }

    private static long told(String type, String subject) {
        return own("SELECT count(*) FROM audit_outbox WHERE subject = '" + subject
                + "' AND convert_from(event, 'UTF8')::jsonb ->> 'type' = '" + type + "'");
    }

    private static long own(String query) {
        return one(ServiceUnderTest.own(), query);
    }

    private static long one(DataSource database, String query) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
