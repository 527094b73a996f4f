package io.reprieve.backup.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.edge.Ids;
import io.reprieve.localservers.TestServers;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CompareIT {

    private static final String KEY = Cabinet.cast().bystander().key();

    @Inject
    OperationStore operations;

    @Inject
    CompareBackup compare;

    @Inject
    ComparisonRows rows;

    private static JsonPath compared(String backup, String with) {
        Response accepted = Api.post("restorer", "/backups/" + backup + "/comparison", Map.of("with", with));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        String id = Api.succeeded(accepted.jsonPath().getString("id")).getString("result.comparisonId");
        return Api.get("restorer", "/comparisons/" + id).jsonPath();
    }

    private static Map<String, Object> table(JsonPath comparison, String name) {
        return comparison.getMap("tables.find { it.table == '" + name + "' }");
    }

    @Test
    void what_moved_since_a_backup_is_told_by_key_and_masked() throws SQLException {
        String account = Api.account(KEY);
        String before = Api.backup(account).getString("id");
        assertThat(compared(before, "live").getBoolean("differs")).isFalse();

        Product.run("UPDATE public.cabinets SET name = name || ' (renamed)', settings = '{\"n\": 1}' WHERE id = (SELECT"
                + " min(id) FROM public.cabinets WHERE account_id = " + KEY + ")");
        Product.run("INSERT INTO public.tags (account_id, label) VALUES (" + KEY + ", 'brand new')");
        Product.run("UPDATE public.users SET email = email || '.elsewhere' WHERE id = (SELECT min(user_id) FROM"
                + " public.memberships WHERE account_id = " + KEY + ")");
        String object = "accounts/" + KEY + "/compared.txt";
        try (S3Client s3 = TestServers.s3().client()) {
            s3.putObject(r -> r.bucket(Cabinet.BUCKET).key(object), RequestBody.fromString("here"));
        }
        JsonPath live = compared(before, "live");
        JsonPath later = compared(before, Api.backup(account).getString("id"));
        for (JsonPath comparison : List.of(live, later)) {
            assertThat(table(comparison, "public.cabinets"))
                    .containsEntry("changed", 1)
                    .containsEntry("onlyHere", 0);
            assertThat(table(comparison, "public.cabinets").get("changes")).isEqualTo(Map.of("name", 1, "settings", 1));
            assertThat(table(comparison, "public.tags"))
                    .containsEntry("onlyThere", 1)
                    .containsEntry("changed", 0);
            assertThat(table(comparison, "public.documents")).containsEntry("changed", 0);
            assertThat(comparison.getInt("objects.onlyThere")).isEqualTo(1);
        }
        String path = "/comparisons/" + live.getString("id");
        JsonPath cabinets = Api.get(
                        "restorer",
                        path + "/tables/" + table(live, "public.cabinets").get("ordinal") + "/rows")
                .jsonPath();
        assertThat(cabinets.getString("items[0].there.name")).endsWith("(renamed)");
        assertThat(cabinets.getMap("items[0].here")).containsOnlyKeys("name", "settings");
        assertThat(cabinets.getInt("items[0].there.settings.n")).isEqualTo(1);
        assertThat(cabinets.getMap("items[0].key")).containsOnlyKeys("id");
        assertThat(Api.get("support", path + "/objects").statusCode()).isEqualTo(403);
        await().untilAsserted(() -> assertThat(ask("SELECT count(*) FROM audit_outbox WHERE subject = '" + before
                        + "' AND convert_from(event, 'UTF8') LIKE '%access.refused%'"))
                .isEqualTo("1"));
        assertThat(Api.get("restorer", path + "/objects").jsonPath().getList("items.key"))
                .containsExactly(object);

        String users = path + "/tables/" + table(live, "public.users(id)").get("ordinal") + "/rows?verdict=CHANGED";
        assertThat(Api.get("restorer", users).jsonPath().getString("items[0].there.email"))
                .isEqualTo("•••");
        assertThat(RestAssured.given()
                        .auth()
                        .oauth2(Api.token("restorer"))
                        .header("Reveal-Reason", "CS-12")
                        .get("/api/v1" + users + "&reveal=true")
                        .jsonPath()
                        .getString("items[0].there.email"))
                .endsWith(".elsewhere");
        assertThat(ask("SELECT count(*) FROM comparison_row WHERE position('renamed'::bytea IN sealed) > 0"))
                .as("what is kept is encrypted")
                .isEqualTo("0");
        assertThat(ask("SELECT count(*) FROM audit_outbox WHERE subject = '" + before
                        + "' AND convert_from(event, 'UTF8') LIKE '%comparison-rows%'"))
                .isEqualTo("3");
        Product.deleteObject(object);
        Product.run("UPDATE public.users SET email = replace(email, '.elsewhere', '')");
    }

    @Test
    void an_account_that_is_gone_differs_in_every_row_and_pages_through_them() throws SQLException {
        String key = Cabinet.cast().blindSpot().key();
        JsonPath backup = Api.backup(Api.account(key));
        Product.deleteEverythingOf(key);
        JsonPath gone = compared(backup.getString("id"), "live");
        Map<String, Object> documents = table(gone, "public.documents");
        assertThat(documents)
                .containsEntry("onlyHere", documents.get("rowsHere"))
                .containsEntry("rowsThere", 0);
        String path = "/comparisons/" + gone.getString("id") + "/tables/" + documents.get("ordinal") + "/rows?limit=7";
        int seen = 0;
        String cursor = "";
        while (cursor != null) {
            JsonPath page = Api.get("restorer", path + "&cursor=" + cursor).jsonPath();
            seen += page.getList("items").size();
            cursor = page.getString("next");
        }
        assertThat(seen).isEqualTo(documents.get("rowsHere"));
        Api.succeeded(Api.restore(Api.plan(backup.getString("id"))).jsonPath().getString("id"));
    }

    @Test
    void a_try_that_died_leaves_nothing_that_counts_and_what_expired_is_gone() throws SQLException {
        String backup = Api.backup(Api.account(KEY)).getString("id");
        Product.run(
                "UPDATE public.folders SET name = name || '!' WHERE cabinet_id IN (SELECT id FROM public.cabinets WHERE"
                        + " account_id = " + KEY + ")");
        JsonPath first = compared(backup, "live");
        String id = first.getString("id");
        int folders = (Integer) table(first, "public.folders").get("ordinal");
        run("UPDATE comparison SET state = 'RUNNING' WHERE id = '" + id + "'");
        run("UPDATE operation SET state = 'RUNNING' WHERE subject_id = '" + id + "'");
        Operation operation = operations.newestOf(id).orElseThrow();
        compare.carryOn(operation, operations.progress(operation.id));
        JsonPath again = Api.get("restorer", "/comparisons/" + id).jsonPath();
        assertThat(again.getList("tables")).isEqualTo(first.getList("tables"));
        String path = "/comparisons/" + id + "/tables/" + folders + "/rows";
        assertThat(Api.get("restorer", path + "?limit=200").jsonPath().getList("items"))
                .hasSize((Integer) table(first, "public.folders").get("changed"));
        assertThat(ask("SELECT count(DISTINCT attempt) FROM comparison_row WHERE comparison_id = '" + id + "'"))
                .isEqualTo("1");

        run("UPDATE comparison SET expires_at = now() - interval '1 second' WHERE id = '" + id + "'");
        assertThat(Api.get("restorer", path).statusCode()).isEqualTo(410);
        rows.forgetExpired();
        assertThat(ask("SELECT count(*) FROM comparison_row WHERE comparison_id = '" + id + "'"))
                .isEqualTo("0");
    }

    @Test
    void only_backups_of_one_account_are_compared_and_only_by_operators() {
        String one = Api.backup(Api.account(KEY)).getString("id");
        String other = Api.backup(Api.account(KEY)).getString("id");
        Response refused = Api.post("restorer", "/backups/" + one + "/comparison", Map.of("with", other));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("other-account");
        assertThat(Api.post("support", "/backups/" + one + "/comparison", Map.of("with", "live"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(Api.get("support", "/comparisons/" + Ids.next("cmp")).statusCode())
                .isEqualTo(403);
        assertThat(Api.get("restorer", "/comparisons/" + Ids.next("cmp")).statusCode())
                .isEqualTo(404);
    }

    private static String ask(String sql) throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
