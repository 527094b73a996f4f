package io.reprieve.backup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.backup.operation.Operation;
import io.reprieve.backup.operation.OperationStore;
import io.reprieve.backup.operation.Requester;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.operation.WorkQueue;
import io.reprieve.backup.service.AccountServiceStandIn;
import io.reprieve.backup.service.Api;
import io.reprieve.backup.service.Product;
import io.reprieve.backup.service.ServiceUnderTest;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.backup.take.ManifestVault;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class RestoreIT {

    private static final String KEY = Cabinet.cast().blindSpot().key();

    @Inject
    RestoreStore restores;

    @Inject
    OperationStore operations;

    @Inject
    BackupStore backups;

    @Inject
    ManifestVault manifests;

    @Inject
    PutBack putBack;

    @Inject
    AccountEngine engine;

    @Inject
    WorkQueue queue;

    @Inject
    RecoverRestores recover;

    @Test
    void an_account_somebody_deleted_comes_back_exactly() throws Exception {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        Map<String, String> tables = Product.tables();
        Map<String, String> objects = Product.objects(KEY);
        assertThat(objects).isNotEmpty();

        Product.deleteByScript(KEY);
        AccountServiceStandIn.is(account, "PURGED");
        assertThat(Product.tables()).isNotEqualTo(tables);
        assertThat(Product.objects(KEY)).isEmpty();

        JsonPath plan = Api.plan(backup.getString("id"));
        assertThat(plan.getBoolean("runnable")).isTrue();
        assertThat(plan.getInt("objects.insert")).isEqualTo(objects.size());
        assertThat(plan.getList("tables.conflict", Integer.class)).containsOnly(0);
        assertThat(plan.getList("tables.table", String.class)).contains("public.accounts", "public.documents");
        AccountServiceStandIn.silentFor(2);
        JsonPath done = Api.succeeded(Api.restore(plan).jsonPath().getString("id"));

        assertThat(Product.tables()).isEqualTo(tables);
        assertThat(Product.objects(KEY)).isEqualTo(objects);
        assertThat(AccountServiceStandIn.account(account).status()).isEqualTo("ACTIVE");
        JsonPath restore = Api.get("support", "/restores/" + done.getString("result.restoreId"))
                .jsonPath();
        assertThat(restore.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(restore.getString("report.digest")).isEqualTo(backup.getString("rowsDigest"));
        assertThat(restore.getInt("report.objectsPutBack")).isEqualTo(objects.size());
        assertThat(completedEvents(restore.getString("id"))).isEqualTo(1);
    }

    @Test
    void a_plan_gone_stale_changes_nothing() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Product.deleteEverythingOf(KEY);
        JsonPath plan = Api.plan(backup.getString("id"));
        Api.succeeded(Api.restore(Api.plan(backup.getString("id"))).jsonPath().getString("id"));
        Map<String, String> tables = Product.tables();

        JsonPath stale = Api.ended(Api.restore(plan).jsonPath().getString("id"));
        assertThat(stale.getString("state")).isEqualTo("FAILED");
        assertThat(stale.getString("problem.code")).isEqualTo("plan-stale");
        assertThat(Product.tables()).isEqualTo(tables);
    }

    @Test
    void live_rows_that_differ_are_never_overwritten() throws Exception {
        JsonPath backup = Api.backup(Api.account(KEY));
        Product.run("UPDATE public.cabinets SET name = name || ' (renamed)' WHERE account_id = " + KEY);
        Response refused = Api.restore(Api.plan(backup.getString("id")));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("restore-refused");
        Product.run("UPDATE public.cabinets SET name = replace(name, ' (renamed)', '') WHERE account_id = " + KEY);
    }

    @Test
    void a_restore_that_died_after_its_commit_is_finished_and_not_run_twice() throws Exception {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        Map<String, String> objects = Product.objects(KEY);
        Map<String, String> tables = Product.tables();
        Product.deleteEverythingOf(KEY);
        AccountServiceStandIn.is(account, "PURGED");
        JsonPath plan = Api.plan(backup.getString("id"));

        Restore dying = begun(plan, backup);
        LedgerRow row = putBack.run(
                dying, manifests.archive(backups.get(backup.getString("id"))), operations.progress(dying.operationId));
        assertThat(restores.get(dying.id).state).isEqualTo(Restore.State.RUNNING);
        Product.deleteObject(objects.keySet().iterator().next());

        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(operations.get(dying.operationId)));
        Api.succeeded(dying.operationId);
        assertThat(Product.tables()).isEqualTo(tables);
        assertThat(Product.objects(KEY))
                .as("what a sweep took before account-service heard of the restore is back as well")
                .isEqualTo(objects);
        assertThat(engine.ledger().byId(dying.id).orElseThrow().at()).isEqualTo(row.at());
        assertThat(restores.get(dying.id).committedAt).isEqualTo(row.at());
        assertThat(Collections.frequency(AccountServiceStandIn.reactivatedBy(), dying.id))
                .isEqualTo(1);
        assertThat(completedEvents(dying.id)).isEqualTo(1);
    }

    @Test
    void only_the_plan_that_was_seen_is_run() {
        JsonPath backup = Api.backup(Api.account(KEY));
        String plan = Api.plan(backup.getString("id")).getString("id");
        assertThat(Api.post("restorer", "/restores", Map.of("planId", plan, "planHash", "another"))
                        .statusCode())
                .isEqualTo(412);
        assertThat(Api.post("support", "/restores", Map.of("planId", plan, "planHash", "another"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_restore_given_up_whose_twin_commits_later_is_carried_on_from_the_ledger() throws Exception {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        Product.deleteEverythingOf(KEY);
        AccountServiceStandIn.is(account, "PURGED");
        Restore slow = begun(Api.plan(backup.getString("id")), backup);
        putBack.run(
                slow, manifests.archive(backups.get(backup.getString("id"))), operations.progress(slow.operationId));
        QuarkusTransaction.requiringNew().run(() -> {
            WorkFailed gaveUp = new WorkFailed("gave-up", "taken for dead");
            operations.fail(slow.operationId, gaveUp);
            restores.failed(slow.id, gaveUp);
        });

        recover.run();

        Api.succeeded(slow.operationId);
        assertThat(restores.get(slow.id).state).isEqualTo(Restore.State.SUCCEEDED);
        assertThat(AccountServiceStandIn.account(account).status()).isEqualTo("ACTIVE");
        assertThat(completedEvents(slow.id)).isEqualTo(1);
    }

    @Test
    void a_restore_whose_account_is_purged_again_before_it_is_told_says_that_it_was_superseded() throws Exception {
        String account = Api.account(KEY);
        JsonPath backup = Api.backup(account);
        Product.deleteEverythingOf(KEY);
        AccountServiceStandIn.is(account, "PURGED");
        JsonPath plan = Api.plan(backup.getString("id"));
        AccountServiceStandIn.supersedes(1);
        JsonPath ended = Api.ended(Api.restore(plan).jsonPath().getString("id"));
        assertThat(ended.getString("problem.code")).isEqualTo("restore-superseded");
        assertThat(Api.get("support", "/restores/" + ended.getString("restoreId"))
                        .jsonPath()
                        .getString("state"))
                .isEqualTo("SUPERSEDED");
    }

    /** As OrderRestore leaves it, but with nobody to carry it on. */
    private Restore begun(JsonPath plan, JsonPath backup) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Restore restore = new Restore();
            restore.id = Ids.next("rst");
            restore.operationId =
                    operations.begin(Operation.Kind.RESTORE, restore.id, backup.getString("accountId")).id;
            restore.planId = plan.getString("id");
            restore.backupId = backup.getString("id");
            restore.accountId = backup.getString("accountId");
            restore.accountKey = KEY;
            restore.state = Restore.State.RUNNING;
            restore.requester = Requester.of(new Actor("psn_test", Actor.PERSON, "reprieve-cli"));
            restore.createdAt = Instant.now();
            restore.persist();
            return restore;
        });
    }

    private static long completedEvents(String restoreId) throws Exception {
        try (Connection connection = ServiceUnderTest.own().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM audit_outbox WHERE subject = '" + restoreId
                        + "' AND convert_from(event, 'UTF8')::jsonb ->> 'type' = 'restore.completed'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
