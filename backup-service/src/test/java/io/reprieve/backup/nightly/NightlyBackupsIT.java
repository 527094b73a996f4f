package io.reprieve.backup.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.localservers.TestServers;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class NightlyBackupsIT {

    private static final String KEY = Cabinet.cast().doubled().key();
    private static final String OTHER = Cabinet.cast().bystander().key();

    @Inject
    NightlyBackups nightly;

    @Test
    void an_unchanged_account_costs_a_reading_and_no_bytes_and_its_backup_is_confirmed() throws Exception {
        AccountServiceStandIn.forgetAll();
        String account = Api.account(KEY);
        night();
        JsonPath first = Api.get("restorer", "/backups?accountId=" + account).jsonPath();
        assertThat(first.getList("items.reason")).containsExactly("NIGHTLY");
        assertThat(first.getString("items[0].retentionClass")).isEqualTo("NIGHTLY");
        assertThat(first.getString("items[0].confirmedAt")).isNull();
        assertThat(Instant.parse(first.getString("items[0].lockedUntil")))
                .isAfter(Instant.now().plus(Duration.ofDays(39)));
        int stored = versionsInTheVault();
        // Locks are told in whole seconds: a night later has to be one of another second.
        Instant asLocked = Instant.now();
        await().until(() -> Instant.now().isAfter(asLocked.plusSeconds(1)));

        night();

        JsonPath second = Api.get("restorer", "/backups?accountId=" + account).jsonPath();
        assertThat(second.getList("items.id")).isEqualTo(first.getList("items.id"));
        assertThat(second.getInt("items[0].confirmations")).isEqualTo(1);
        assertThat(Instant.parse(second.getString("items[0].confirmedAt")))
                .isAfter(Instant.parse(first.getString("items[0].verifiedAt")));
        assertThat(Instant.parse(second.getString("items[0].lockedUntil")))
                .isAfter(Instant.parse(first.getString("items[0].lockedUntil")));
        assertThat(versionsInTheVault()).isEqualTo(stored);
        assertThat(RestAssured.get("/q/metrics").asString())
                .containsPattern("reprieve_backups_total\\{outcome=\"confirmed\"} [1-9]");
        assertThat(lastEvent(first.getString("items[0].id"))).isEqualTo("backup.confirmed");
    }

    @Test
    void what_changed_is_backed_up_and_so_is_what_may_be_missing_now() throws Exception {
        AccountServiceStandIn.forgetAll();
        String account = Api.account(OTHER);
        night();
        Product.run("UPDATE public.accounts SET name = name || '!' WHERE id = " + OTHER);
        night();
        assertThat(verified(account)).hasSize(2);
        Product.run("CREATE TABLE public.overnight (id integer PRIMARY KEY)");
        try {
            night();
            assertThat(verified(account)).hasSize(3);
            night();
            assertThat(verified(account)).hasSize(3);
        } finally {
            Product.run("DROP TABLE public.overnight");
        }
    }

    private void night() throws Exception {
        nightly.run();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> idle()
                        && Api.get("restorer", "/backups?state=RUNNING")
                                .jsonPath()
                                .getList("items")
                                .isEmpty());
    }

    private static boolean idle() throws SQLException {
        return ask("SELECT count(*)::text FROM scheduled_tasks WHERE task_name = 'nightly-backup'")
                .equals("0");
    }

    private static int versionsInTheVault() {
        try (S3Client s3 = TestServers.s3().client()) {
            return (int) s3.listObjectVersionsPaginator(r -> r.bucket("backup-it-vault")).versions().stream()
                    .count();
        }
    }

    private static String lastEvent(String subject) throws SQLException {
        return ask("SELECT convert_from(event, 'UTF8')::jsonb ->> 'type' FROM audit_outbox WHERE subject = '" + subject
                + "' ORDER BY subject_seq DESC LIMIT 1");
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<String> verified(String account) {
        return Api.get("restorer", "/backups?state=VERIFIED&accountId=" + account)
                .jsonPath()
                .getList("items.reason");
    }
}
