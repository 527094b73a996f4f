package io.reprieve.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.cabinet.Cabinet;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts of an account, and all of it around what is live. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class PartialRestoreIT {

    private static final String KEY = Cabinet.cast().blindSpot().key();

    @Test
    void objects_come_back_by_prefix_and_a_plan_goes_stale_when_they_move() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Map<String, String> objects = Product.objects(KEY);
        List<String> keys = List.copyOf(objects.keySet());
        String lost = keys.get(0);
        String elsewhere = keys.get(keys.size() - 1);
        Product.deleteObject(lost);
        Map<String, Object> wanted = Map.of(
                "backupId", backup.getString("id"), "mode", "IN_PLACE", "selection", Map.of("objects", List.of(lost)));
        JsonPath seen = Api.post("restorer", "/restore-plans", wanted).jsonPath();
        assertThat(seen.getInt("objects.insert")).isEqualTo(1);

        Product.deleteObject(elsewhere);
        assertThat(Api.post("restorer", "/restore-plans", wanted).jsonPath().getString("planHash"))
                .as("what is not wanted may move")
                .isEqualTo(seen.getString("planHash"));
        Api.succeeded(Api.restore(seen).jsonPath().getString("id"));
        assertThat(Product.objects(KEY)).containsKey(lost).doesNotContainKey(elsewhere);

        JsonPath stale = Api.ended(Api.restore(seen).jsonPath().getString("id"));
        assertThat(stale.getString("problem.code")).isEqualTo("plan-stale");

        Api.succeeded(Api.restore(Api.plan(backup.getString("id"))).jsonPath().getString("id"));
        assertThat(Product.objects(KEY)).isEqualTo(objects);
    }

    @Test
    void what_is_live_is_kept_and_what_is_lost_comes_back_by_selection_or_whole() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Map<String, String> tables = Product.tables();
        Product.run("UPDATE public.cabinets SET name = name || ' (kept)' WHERE account_id = " + KEY);
        Product.run("DELETE FROM public.activity WHERE account_id = " + KEY);
        Map<String, String> lost = Product.tables();

        Map<String, Object> none = Map.of(
                "backupId",
                backup.getString("id"),
                "mode",
                "IN_PLACE",
                "selection",
                Map.of(
                        "tables",
                        List.of(Map.of(
                                "table",
                                "public.activity",
                                "where",
                                List.of(Map.of("column", "id", "op", "LT", "values", List.of("0")))))));
        JsonPath nothing = Api.post("restorer", "/restore-plans", none).jsonPath();
        assertThat(nothing.getBoolean("runnable")).as(nothing.prettify()).isTrue();
        Api.succeeded(Api.restore(nothing).jsonPath().getString("id"));
        assertThat(Product.tables()).isEqualTo(lost);

        JsonPath plan = Api.post(
                        "restorer",
                        "/restore-plans",
                        Map.of("backupId", backup.getString("id"), "mode", "IN_PLACE", "onConflict", "KEEP_LIVE"))
                .jsonPath();
        assertThat(plan.getList("findings.rule", String.class)).contains("rows-in-the-way");
        JsonPath done = Api.succeeded(Api.restore(plan).jsonPath().getString("id"));

        assertThat(Product.live(
                        "SELECT count(*) FROM public.cabinets WHERE name LIKE '%(kept)' AND account_id = " + KEY))
                .isNotEqualTo("0");
        assertThat(Product.tables().get("public.activity")).isEqualTo(tables.get("public.activity"));
        assertThat(Api.get("support", "/restores/" + done.getString("result.restoreId"))
                        .jsonPath()
                        .getBoolean("report.partial"))
                .isTrue();
        Product.run("UPDATE public.cabinets SET name = replace(name, ' (kept)', '') WHERE account_id = " + KEY);
        assertThat(Product.tables()).isEqualTo(tables);
    }
}
