package io.reprieve.backup.drill;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.take.Backup;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.edge.Sha256;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class DrillIT {

    private static final String KEY = Cabinet.cast().doubled().key();

    @Inject
    NightlyDrills nightly;

    @Inject
    DrillGauges gauges;

    @Test
    void a_drill_says_what_it_took_and_what_a_restore_would_take() {
        String account = Api.account(KEY);
        Response none = Api.post("restorer", "/drills", Map.of("accountId", account));
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(none.jsonPath().getString("code")).isEqualTo("no-verified-backup");
        JsonPath backup = Api.backup(account);

        JsonPath drill = held(account, "SUCCEEDED");

        await().atMost(Duration.ofSeconds(30)).until(() -> AccountServiceStandIn.lastDrill(account) != null);
        assertThat(AccountServiceStandIn.lastDrill(account))
                .contains(drill.getString("id"), "SUCCEEDED", "\"predictedRestoreSeconds\":");
        assertThat(drill.getString("backupId")).isEqualTo(backup.getString("id"));
        assertThat(drill.getLong("rows")).isEqualTo(backup.getLong("rows"));
        assertThat(drill.getDouble("seconds")).isPositive();
        assertThat(drill.getDouble("predictedRestoreSeconds")).isGreaterThanOrEqualTo(drill.getDouble("seconds") - 0.1);
        assertThat(Api.get("auditor", "/drills?accountId=" + account).jsonPath().getString("items[0].id"))
                .isEqualTo(drill.getString("id"));
    }

    @Test
    void a_drill_of_a_backup_that_is_not_what_was_written_fails_and_takes_its_standing() {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        alter(backup);

        JsonPath drill = held(account, "FAILED");

        assertThat(drill.getString("problem.code")).isEqualTo("manifest-altered");
        assertThat(Api.get("restorer", "/backups/" + backup.getString("id"))
                        .jsonPath()
                        .getString("state"))
                .isEqualTo("FAILED");
    }

    @Test
    void accounts_about_to_be_purged_have_their_drill_every_night() {
        AccountServiceStandIn.forgetAll();
        String account = Api.account(KEY);
        Api.backup(account);
        AccountServiceStandIn.is(account, "PENDING_PURGE");

        nightly.run();

        await().atMost(Duration.ofSeconds(60)).until(() -> newest(account).get("items[0].reason") != null);
        assertThat(newest(account).getString("items[0].reason")).isEqualTo("PURGE_PENDING");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "SUCCEEDED".equals(newest(account).getString("items[0].state")));
    }

    @Test
    void metrics_say_of_how_many_accounts_the_drill_failed_or_never_was_and_the_worst_that_is_predicted() {
        JsonPath good = Api.backup(Api.account(KEY));
        double predicted = held(good.getString("accountId"), "SUCCEEDED").getDouble("predictedRestoreSeconds");
        gauges.look();
        double never = metric("reprieve_drills_never_accounts");
        double failed = metric("reprieve_drills_failed_accounts");
        assertThat(metric("reprieve_drills_oldest_seconds")).isPositive();
        // Each account's own is rounded to a tenth.
        assertThat(metric("reprieve_restore_predicted_worst_seconds")).isGreaterThanOrEqualTo(predicted - 0.1);

        JsonPath altered = Api.backup(Api.account(KEY));
        gauges.look();
        assertThat(metric("reprieve_drills_never_accounts")).isEqualTo(never + 1);

        alter(altered);
        held(altered.getString("accountId"), "FAILED");
        Api.backup(altered.getString("accountId"));
        gauges.look();
        assertThat(metric("reprieve_drills_never_accounts")).isEqualTo(never);
        assertThat(metric("reprieve_drills_failed_accounts")).isEqualTo(failed + 1);
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static void alter(JsonPath backup) {
        QuarkusTransaction.requiringNew()
                .run(() -> Backup.update(
                        "manifestSha256 = ?1 where id = ?2",
                        Sha256.hex("another".getBytes(StandardCharsets.UTF_8)),
                        backup.getString("id")));
    }

    private static JsonPath newest(String account) {
        return Api.get("support", "/drills?limit=1&accountId=" + account).jsonPath();
    }

    private static JsonPath held(String account, String state) {
        Response accepted = Api.post("restorer", "/drills", Map.of("accountId", account));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        JsonPath ended = Api.ended(accepted.jsonPath().getString("id"));
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo(state);
        return Api.get("restorer", "/drills/" + ended.getString("drillId")).jsonPath();
    }
}
