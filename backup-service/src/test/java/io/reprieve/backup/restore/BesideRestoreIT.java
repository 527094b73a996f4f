package io.reprieve.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.localservers.TestServers;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Accounts beside the product: to look at, and to take pieces from. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class BesideRestoreIT {

    private static final String KEY = Cabinet.cast().blindSpot().key();

    @Inject
    DropBeside dropBeside;

    @Test
    void an_account_lies_beside_the_product_rows_and_objects_and_is_dropped_in_time() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Map<String, String> tables = Product.tables();
        JsonPath plan = planned(Map.of("backupId", backup.getString("id"), "mode", "BESIDE"));
        assertThat(plan.getInt("objects.insert")).isEqualTo(Product.objects(KEY).size());

        JsonPath restore = restored(plan);

        assertThat(restore.getString("report.digest")).isEqualTo(backup.getString("rowsDigest"));
        String schema = restore.getString("beside.schema");
        assertThat(Product.scratch("SELECT name FROM \"" + schema + "\".accounts WHERE id = " + KEY))
                .isEqualTo(Product.live("SELECT name FROM public.accounts WHERE id = " + KEY));
        assertThat(objectsIn(restore)).isEqualTo(Product.objects(KEY));
        assertThat(Product.tables()).isEqualTo(tables);
        assertThat(AccountServiceStandIn.reactivatedBy()).doesNotContain(restore.getString("id"));

        QuarkusTransaction.requiringNew()
                .run(() -> Restore.update("besideUntil = createdAt where id = ?1", restore.getString("id")));
        dropBeside.run();
        assertGone(restore);
    }

    @Test
    void a_part_lies_beside_with_what_it_refers_to_until_somebody_removes_it() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        String object = Product.objects(KEY).keySet().iterator().next();
        String document =
                Product.live("SELECT min(d.id) FROM public.documents d JOIN public.folders f ON f.id = d.folder_id"
                        + " JOIN public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id = " + KEY);
        Map<String, ?> selection = Map.of(
                "tables",
                List.of(Map.of(
                        "table",
                        "public.documents",
                        "where",
                        List.of(Map.of("column", "id", "op", "EQ", "values", List.of(document))))),
                "objects",
                List.of(object));
        JsonPath plan = planned(Map.of("backupId", backup.getString("id"), "mode", "BESIDE", "selection", selection));
        assertThat(plan.getInt("objects.insert")).isEqualTo(1);
        assertThat(plan.getInt("tables.find { it.table == 'public.documents' }.insert"))
                .isEqualTo(1);
        assertThat(plan.getList("findings.rule", String.class)).contains("rows-pulled-in");
        String loaded = schemaId(Trial.schemaOf(plan.getString("id")));

        JsonPath restore = restored(plan);

        String schema = "\"" + restore.getString("beside.schema") + "\"";
        assertThat(Product.scratch(
                        "SELECT d.id || ' ' || (SELECT count(*) FROM " + schema + ".folders) || ' ' || (SELECT"
                                + " count(*) FROM " + schema + ".accounts) FROM " + schema + ".documents d"))
                .startsWith(document + " ")
                .endsWith(" 1");
        assertThat(Product.scratch("SELECT count(*) FROM " + schema + ".comments"))
                .isEqualTo("0");
        assertThat(schemaId(restore.getString("beside.schema")))
                .as("what the plan loaded, by another name")
                .isEqualTo(loaded);
        assertThat(objectsIn(restore)).containsOnlyKeys(object);
        assertThat(restore.getBoolean("report.partial")).isTrue();

        String removal = "/restores/" + restore.getString("id") + "/removal";
        assertThat(Api.post("support", removal, Map.of()).statusCode()).isEqualTo(403);
        assertThat(Api.post("restorer", removal, Map.of()).statusCode()).isEqualTo(200);
        assertGone(restore);
        assertThat(Api.post("restorer", removal, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void what_a_plan_loaded_is_dropped_in_time_and_its_restore_loads_it_again() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Map<String, ?> selection = Map.of("tables", List.of(Map.of("table", "public.cabinets")));
        JsonPath plan = planned(Map.of("backupId", backup.getString("id"), "mode", "BESIDE", "selection", selection));
        String tried = "SELECT to_regnamespace('" + Trial.schemaOf(plan.getString("id")) + "') IS NULL";
        dropBeside.run();
        assertThat(Product.scratch(tried)).isEqualTo("f");

        QuarkusTransaction.requiringNew()
                .run(() -> Trial.update("keptUntil = ?1 where planId = ?2", Instant.EPOCH, plan.getString("id")));
        dropBeside.run();
        assertThat(Product.scratch(tried)).isEqualTo("t");

        JsonPath restore = restored(plan);
        assertThat(Product.scratch("SELECT count(*) FROM \"" + restore.getString("beside.schema") + "\".cabinets"))
                .isEqualTo(Product.live("SELECT count(*) FROM public.cabinets WHERE account_id = " + KEY));
    }

    @Test
    void older_versions_of_objects_stay_in_the_vault_and_the_plan_says_so() {
        String object = "accounts/" + KEY + "/beside/twice.txt";
        JsonPath plan;
        try (S3Client s3 = TestServers.s3().client()) {
            List<String> versions = Stream.of("one version", "another")
                    .map(text -> s3.putObject(r -> r.bucket(Cabinet.BUCKET).key(object), RequestBody.fromString(text))
                            .versionId())
                    .toList();
            JsonPath backup = Api.backup(Api.account(KEY));
            plan = planned(Map.of("backupId", backup.getString("id"), "mode", "BESIDE"));
            versions.forEach(version ->
                    s3.deleteObject(r -> r.bucket(Cabinet.BUCKET).key(object).versionId(version)));
        }

        assertThat(plan.getList("findings.rule", String.class)).contains("older-versions-stay");
        assertThat(plan.getInt("objects.insert")).isEqualTo(Product.objects(KEY).size() + 1);
    }

    @Test
    void what_lies_beside_of_a_restore_that_failed_is_dropped_as_well() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        JsonPath restore = restored(planned(Map.of("backupId", backup.getString("id"), "mode", "BESIDE")));
        QuarkusTransaction.requiringNew()
                .run(() -> Restore.update(
                        "besideUntil = createdAt, state = ?1, committedAt = null where id = ?2",
                        Restore.State.FAILED,
                        restore.getString("id")));
        dropBeside.run();
        assertGone(restore);
    }

    @Test
    void beside_the_product_there_is_no_conflict_and_nothing_to_remove_in_place() {
        JsonPath backup = Api.backup(Api.account(KEY));
        Map<String, ?> keeping =
                Map.of("backupId", backup.getString("id"), "mode", "BESIDE", "onConflict", "KEEP_LIVE");
        assertThat(Api.post("restorer", "/restore-plans", keeping).jsonPath().getString("code"))
                .isEqualTo("beside-conflicts-with-nothing");

        JsonPath done = Api.succeeded(
                Api.restore(Api.plan(backup.getString("id"))).jsonPath().getString("id"));
        assertThat(Api.post("restorer", "/restores/" + done.getString("restoreId") + "/removal", Map.of())
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("nothing-beside");
    }

    private static String schemaId(String name) throws Exception {
        return Product.scratch("SELECT oid FROM pg_namespace WHERE nspname = '" + name + "'");
    }

    private static JsonPath planned(Map<String, ?> wanted) {
        return Api.post("restorer", "/restore-plans", wanted).jsonPath();
    }

    private static JsonPath restored(JsonPath plan) {
        JsonPath done = Api.succeeded(Api.restore(plan).jsonPath().getString("id"));
        return Api.get("support", "/restores/" + done.getString("result.restoreId"))
                .jsonPath();
    }

    /** ETag and size of what lies in its folder, by the key it had. */
    private static Map<String, String> objectsIn(JsonPath restore) {
        try (S3Client s3 = TestServers.s3().client()) {
            String folder = restore.getString("beside.prefix");
            Map<String, String> objects = new TreeMap<>();
            s3.listObjectVersionsPaginator(
                            r -> r.bucket(restore.getString("beside.bucket")).prefix(folder))
                    .versions()
                    .forEach(o -> objects.put(o.key().substring(folder.length()), o.eTag() + " " + o.size()));
            return objects;
        }
    }

    private static void assertGone(JsonPath restore) throws Exception {
        assertThat(Product.scratch("SELECT to_regnamespace('\"" + restore.getString("beside.schema") + "\"') IS NULL"))
                .isEqualTo("t");
        assertThat(objectsIn(restore)).isEmpty();
        assertThat(Api.get("support", "/restores/" + restore.getString("id"))
                        .jsonPath()
                        .getString("beside.droppedAt"))
                .isNotNull();
    }
}
