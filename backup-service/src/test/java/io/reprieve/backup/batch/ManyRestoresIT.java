package io.reprieve.backup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.backup.batch.ResolveItems.Resolved;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ManyRestoresIT {

    private static final int MANY = 6;
    private static final Map<String, String> ACCOUNTS = new LinkedHashMap<>();
    private static final Map<String, String> BACKUPS = new LinkedHashMap<>();

    @Inject
    OrderBatch orderBatch;

    @Inject
    BackupStore backups;

    @BeforeEach
    void back_up_some_accounts() throws SQLException {
        if (ACCOUNTS.isEmpty()) {
            for (String key : someKeys()) {
                ACCOUNTS.put(Api.account(key), key);
            }
            Api.backups(List.copyOf(ACCOUNTS.keySet()))
                    .forEach(backup -> BACKUPS.put(backup.getString("accountId"), backup.getString("id")));
        }
    }

    @Test
    void a_list_of_accounts_comes_back_from_one_request() throws Exception {
        Map<String, String> tables = Product.tables();
        List<String> accounts = lost();
        JsonPath plan = Api.plan(BACKUPS.get(accounts.get(0)));
        List<Map<String, String>> items = new ArrayList<>();
        items.add(Map.of("planId", plan.getString("id"), "planHash", plan.getString("planHash")));
        items.add(Map.of("backupId", BACKUPS.get(accounts.get(1))));
        accounts.stream().skip(2).forEach(account -> items.add(Map.of("accountId", account)));

        Response accepted = Api.post("restorer", "/restores", Map.of("items", items, "priority", 9));
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        Api.succeeded(accepted.jsonPath().getString("id"));

        assertThat(Product.tables()).isEqualTo(tables);
        assertThat(accounts).allSatisfy(account -> assertThat(
                        AccountServiceStandIn.account(account).status())
                .isEqualTo("ACTIVE"));
        JsonPath batch = batch(accepted, "?limit=2");
        assertThat(batch.getString("state")).isEqualTo("ENDED");
        assertThat(batch.getInt("counts.SUCCEEDED")).isEqualTo(MANY);
        assertThat(batch.getLong("rows.left")).isZero();
        assertThat(batch.getDouble("rows.perSecond")).isPositive();
        assertThat(batch.getList("items.accountId")).isEqualTo(accounts.subList(0, 2));
        JsonPath next = batch(accepted, "?limit=2&cursor=" + batch.getString("next"));
        assertThat(next.getList("items.accountId")).isEqualTo(accounts.subList(2, 4));
    }

    @Test
    void an_account_that_cannot_be_restored_fails_alone() throws Exception {
        List<String> accounts = List.copyOf(ACCOUNTS.keySet()).subList(0, 3);
        String changed = ACCOUNTS.get(accounts.get(0));
        Product.deleteEverythingOf(ACCOUNTS.get(accounts.get(1)));
        Product.run("UPDATE public.cabinets SET name = name || ' (mine)' WHERE account_id = " + changed);
        String unsaved = Api.account("none");

        Response accepted = order(accounts.get(0), accounts.get(1), unsaved);
        JsonPath ended = Api.ended(accepted.jsonPath().getString("id"));

        Product.run("UPDATE public.cabinets SET name = replace(name, ' (mine)', '') WHERE account_id = " + changed);
        assertThat(ended.getString("problem.code")).isEqualTo("items-failed");
        JsonPath batch = batch(accepted, "");
        assertThat(batch.getList("items.state", String.class)).containsExactly("FAILED", "SUCCEEDED", "FAILED");
        assertThat(batch.getString("items[0].problem.code")).isEqualTo("restore-refused");
        assertThat(batch.getString("items[0].problem.detail")).contains("public.cabinets");
        assertThat(batch.getString("items[2].problem.code")).isEqualTo("no-verified-backup");
        assertThat(batch(accepted, "?state=SUCCEEDED").getList("items")).hasSize(1);
    }

    @Test
    void what_cannot_be_meant_refuses_the_list_and_begins_nothing() {
        String account = ACCOUNTS.keySet().iterator().next();
        Response refused = Api.post(
                "restorer",
                "/restores",
                Map.of(
                        "items",
                        List.of(
                                Map.of("accountId", account),
                                Map.of("accountId", account),
                                Map.of("accountId", Ids.next("acc")),
                                Map.of("backupId", account),
                                Map.of("accountId", account, "backupId", Ids.next("bkp")))));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("items-refused");
        assertThat(refused.jsonPath().getList("errors.field", String.class))
                .containsExactly("items[1]", "items[2]", "items[3]", "items[4]");
        assertThat(Api.post("restorer", "/restores", Map.of("planId", Ids.next("rpl")))
                        .statusCode())
                .isEqualTo(422);
        assertThat(Api.post("support", "/restores", Map.of("items", List.of(Map.of("accountId", account))))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void what_has_not_begun_is_cancelled_and_the_rest_is_finished() throws Exception {
        List<String> accounts = lost();
        Response accepted;
        try (Connection busy = ServiceUnderTest.product().getConnection();
                Statement lock = busy.createStatement()) {
            busy.setAutoCommit(false);
            lock.execute("LOCK TABLE public.accounts IN ACCESS EXCLUSIVE MODE");
            accepted = order(accounts.toArray(String[]::new));
            String batch = accepted.jsonPath().getString("restoreBatchId");
            Response cancelled = Api.post("restorer", "/restore-batches/" + batch + "/cancellation", Map.of());
            assertThat(cancelled.statusCode()).as(cancelled.asString()).isEqualTo(200);
            busy.rollback();
        }
        Api.succeeded(accepted.jsonPath().getString("id"));
        JsonPath batch = batch(accepted, "");
        int cancelled = batch.getInt("counts.CANCELLED");
        assertThat(cancelled).isPositive();
        assertThat(batch.getInt("counts.SUCCEEDED")).isEqualTo(MANY - cancelled);
        String again = "/restore-batches/" + batch.getString("id") + "/cancellation";
        assertThat(Api.post("restorer", again, Map.of()).statusCode()).isEqualTo(409);
        Api.succeeded(order(batch.<String>getList("items.accountId").toArray(String[]::new))
                .jsonPath()
                .getString("id"));
    }

    @Test
    void what_a_dead_replica_was_at_is_carried_on_in_its_lane() throws Exception {
        Map<String, String> tables = Product.tables();
        List<String> accounts = lost();
        List<Resolved> items = accounts.stream()
                .map(account -> new Resolved(account, backups.get(BACKUPS.get(account)), null))
                .toList();
        String operation = QuarkusTransaction.requiringNew().call(() -> {
            var ordered = orderBatch.order(items, 5, new Actor("psn_test", "person", "reprieve-cli"));
            int lane = 1;
            for (BatchItem item : BatchItem.<BatchItem>list("batchId", ordered.subjectId)) {
                item.state = BatchItem.State.RUNNING;
                // The last ones are of lanes that there are no more.
                item.lane = lane++;
            }
            return ordered.id;
        });
        Api.succeeded(operation);
        assertThat(Product.tables()).isEqualTo(tables);
    }

    private static List<String> lost() throws SQLException {
        for (Map.Entry<String, String> account : ACCOUNTS.entrySet()) {
            Product.deleteEverythingOf(account.getValue());
            AccountServiceStandIn.is(account.getKey(), "PURGED");
        }
        return List.copyOf(ACCOUNTS.keySet());
    }

    private static Response order(String... accounts) {
        return Api.post(
                "restorer",
                "/restores",
                Map.of(
                        "items",
                        List.of(accounts).stream()
                                .map(account -> Map.of("accountId", account))
                                .toList()));
    }

    private static JsonPath batch(Response accepted, String query) {
        return Api.get("support", "/restore-batches/" + accepted.jsonPath().getString("restoreBatchId") + query)
                .jsonPath();
    }

    private static List<String> someKeys() throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Connection connection = ServiceUnderTest.product().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id::text FROM public.accounts a WHERE EXISTS (SELECT FROM"
                                + " public.cabinets c WHERE c.account_id = a.id) ORDER BY id DESC LIMIT " + MANY)) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }
}
