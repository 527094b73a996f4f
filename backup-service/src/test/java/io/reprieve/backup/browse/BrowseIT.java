package io.reprieve.backup.browse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class BrowseIT {

    private static final String KEY = Cabinet.cast().bystander().key();

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
        for (String path : List.of("/manifest", "/objects", "/tables/0/rows")) {
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
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM audit_outbox WHERE subject = '" + id
                        + "' AND convert_from(event, 'UTF8')::jsonb ->> 'type' = 'backup.browsed'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
