package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.backup.vault.VaultAccess;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.localservers.TestServers;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class BrowseIT {

    private static final String KEY = Cabinet.cast().bystander().key();

    @Inject
    ManifestVault manifests;

    @Inject
    BackupKeys keys;

    @Inject
    VaultAccess vault;

    @Test
    void the_rows_of_a_table_are_paged_out_of_the_archive_and_the_look_is_audited() throws SQLException {
        String id = Api.backup(Api.account(KEY)).getString("id");
        Map<String, Object> documents = Api.get("restorer", "/backups/" + id)
                .jsonPath()
                .getMap("tables.find { it.table == 'public.documents' }");
        String path = "/backups/" + id + "/tables/" + documents.get("ordinal") + "/rows?limit=7";
        List<String> titles = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = Api.get("restorer", path + "&cursor=" + cursor).jsonPath();
            titles.addAll(page.getList("items.title"));
            assertThat(page.getList("columns.name")).contains("id", "title");
            cursor = page.getString("next");
        }
        assertThat(titles).hasSize((Integer) documents.get("rows")).containsExactlyInAnyOrderElementsOf(liveTitles());
        assertThat(browsed(id)).isGreaterThan(1);
        assertThat(Api.get("restorer", "/backups/" + id + "/tables/99/rows").statusCode())
                .isEqualTo(404);
    }

    @Test
    void only_operators_look_inside() {
        String id = Api.backup(Api.account(KEY)).getString("id");
        for (String path : List.of("/manifest", "/objects", "/objects/0/content", "/tables/0/rows")) {
            assertThat(Api.get("support", "/backups/" + id + path).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(Api.get("purge-service", "/backups/" + id + path).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(Api.get("restorer", "/backups/" + id + path).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(Api.get("restorer", "/backups/" + id + "/object-versions").statusCode())
                .isEqualTo(403);
        JsonPath versions =
                Api.get("purge-service", "/backups/" + id + "/object-versions").jsonPath();
        assertThat(versions.getList("versionId", String.class)).doesNotContainNull();
        assertThat(versions.getList("key", String.class)).isSorted();
    }

    @Test
    void the_signed_envelope_holds_the_manifest_byte_for_byte() throws Exception {
        String id = Api.backup(Api.account(KEY)).getString("id");
        byte[] manifest = Api.get("restorer", "/backups/" + id + "/manifest").asByteArray();
        byte[] envelope = RestAssured.given()
                .auth()
                .oauth2(Api.token("restorer"))
                .accept("application/vnd.dsse+json")
                .get("/api/v1/backups/" + id + "/manifest")
                .asByteArray();
        assertThat(Base64.getDecoder()
                        .decode(new ObjectMapper()
                                .readTree(envelope)
                                .path("payload")
                                .asText()))
                .isEqualTo(manifest);
    }

    private static int users(String id) {
        return Api.get("restorer", "/backups/" + id)
                .jsonPath()
                .getInt("tables.find { it.table == 'public.users(id)' }.ordinal");
    }

    @Test
    void personal_columns_are_masked_until_somebody_who_may_says_why() throws SQLException {
        String id = Api.backup(Api.account(KEY)).getString("id");
        String rows = "/backups/" + id + "/tables/" + users(id) + "/rows?limit=200";
        JsonPath masked = Api.get("restorer", rows).jsonPath();
        assertThat(masked.getList("items.email")).isNotEmpty().containsOnly("•••");
        assertThat(masked.getList("items.id")).allMatch(Number.class::isInstance);
        assertThat(masked.getBoolean("columns.find { it.name == 'email' }.masked"))
                .isTrue();

        assertThat(Api.get("restorer", rows + "&reveal=true").jsonPath().getString("code"))
                .isEqualTo("reveal-reason-missing");
        assertThat(Api.get("support", rows + "&reveal=true").statusCode()).isEqualTo(403);
        JsonPath revealed = RestAssured.given()
                .auth()
                .oauth2(Api.token("restorer"))
                .header("Reveal-Reason", "CS-4711")
                .get("/api/v1" + rows + "&reveal=true&filter=email:contains:@")
                .jsonPath();
        assertThat(revealed.getList("items.email", String.class))
                .hasSameSizeAs(masked.getList("items.email"))
                .allMatch(email -> email.contains("@"));
        assertThat(noted(id, "backup.browsed", "'comment' = 'CS-4711'")).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(noted(id, "access.refused", "'outcome' = 'FAILURE'")).isPositive());
    }

    @Test
    void rows_are_filtered_by_typed_conditions_and_masked_columns_tell_nothing() throws SQLException {
        String id = Api.backup(Api.account(KEY)).getString("id");
        int documents = Api.get("restorer", "/backups/" + id)
                .jsonPath()
                .getInt("tables.find { it.table == 'public.documents' }.ordinal");
        String rows = "/backups/" + id + "/tables/" + documents + "/rows?limit=200";
        List<Integer> all = Api.get("restorer", rows).jsonPath().getList("items.id");
        int middle = all.stream().sorted().toList().get(all.size() / 2);
        assertThat(Api.get("restorer", rows + "&filter=id:ge:" + middle + "&filter=state:ne:archived")
                        .jsonPath()
                        .getList("items", Map.class))
                .isNotEmpty()
                .allMatch(row -> (Integer) row.get("id") >= middle && !"archived".equals(row.get("state")));

        Response leak = Api.get(
                "restorer", "/backups/" + id + "/tables/" + users(id) + "/rows?filter=email:contains:a@example.com");
        assertThat(leak.statusCode()).isEqualTo(400);
        assertThat(leak.jsonPath().getString("code")).isEqualTo("filter-masked");
        assertThat(noted(id, "backup.browsed", "'filteredBy' IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void what_cannot_be_noted_is_not_shown() throws SQLException {
        String id = Api.backup(Api.account(KEY)).getString("id");
        run("ALTER TABLE audit_outbox ADD CONSTRAINT none CHECK (false) NOT VALID");
        try {
            for (String path : List.of("/manifest", "/objects", "/tables/0/rows", "/objects/0/content")) {
                Response refused = Api.get("restorer", "/backups/" + id + path);
                assertThat(refused.statusCode()).as(path).isEqualTo(500);
                assertThat(refused.asString()).doesNotContain("items");
            }
        } finally {
            run("ALTER TABLE audit_outbox DROP CONSTRAINT none");
        }
    }

    @Test
    void an_object_is_downloaded_as_it_was_and_never_whole_when_it_is_damaged() throws Exception {
        byte[] bytes = new byte[400_000];
        new Random(5).nextBytes(bytes);
        String key = "accounts/" + KEY + "/zz/large <one>.html";
        try (S3Client s3 = TestServers.s3().client()) {
            s3.putObject(r -> r.bucket(Cabinet.BUCKET).key(key).contentType("text/html"), RequestBody.fromBytes(bytes));
        }
        String id = Api.backup(Api.account(KEY)).getString("id");
        JsonPath listed = Api.get("restorer", "/backups/" + id + "/objects?prefix=accounts/" + KEY + "/zz/")
                .jsonPath();
        assertThat(listed.getList("items.key")).containsExactly(key);
        String path = "/backups/" + id + "/objects/" + listed.getInt("items[0].ordinal") + "/content";

        Response whole = Api.get("restorer", path);
        assertThat(whole.asByteArray()).isEqualTo(bytes);
        assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(whole.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(whole.header("Content-Disposition")).startsWith("attachment; filename=\"large _one_.html\"");
        assertThat(noted(id, "backup.browsed", "'what' = 'object'")).isEqualTo(1);

        QuarkusMock.installMockForType(new DamagedArchives(manifests, keys, vault), Archives.class);
        assertThatThrownBy(() -> Api.get("restorer", path).asByteArray())
                .as("the connection ends before the bytes do")
                .isInstanceOf(Exception.class);
        assertThat(Api.get("restorer", "/backups/" + id + "/objects/0/content")
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("part-altered");
        Product.deleteObject(key);
    }

    private static List<String> liveTitles() throws SQLException {
        try (Connection connection = ServiceUnderTest.product().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT title FROM public.documents WHERE folder_id IN"
                        + " (SELECT f.id FROM public.folders f JOIN public.cabinets c ON c.id = f.cabinet_id"
                        + " WHERE c.account_id = " + KEY + ")")) {
            List<String> titles = new ArrayList<>();
            while (rows.next()) {
                titles.add(rows.getString(1));
            }
            return titles;
        }
    }

    private static long browsed(String id) throws SQLException {
        return noted(id, "backup.browsed", "'type' IS NOT NULL");
    }

    /** Events of a type about a backup, of whose facts, wherever they stand, one is so. */
    private static long noted(String id, String type, String fact) throws SQLException {
        String[] parts = fact.split(" ", 2);
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM (SELECT convert_from(event, 'UTF8')::jsonb"
                        + " AS e FROM audit_outbox WHERE subject = '" + id + "') o WHERE e ->> 'type' = '" + type
                        + "' AND EXISTS (SELECT FROM jsonb_path_query(e, 'strict $.**') AS v WHERE"
                        + " jsonb_typeof(v) = 'object' AND v ->> " + parts[0] + " " + parts[1] + ")")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
