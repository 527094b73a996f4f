package io.reprieve.account.reactivation;

import static io.reprieve.account.stack.Api.as;
import static io.reprieve.account.stack.Api.get;
import static io.reprieve.account.stack.Api.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.MemoryArchive;
import io.reprieve.account.stack.Purge;
import io.reprieve.account.stack.RealServers;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.edge.Ids;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ReactivationIT {
    private static final String KEY = "1006";

    @Inject
    Product product;

    @Test
    void a_restored_account_is_active_again_at_a_new_epoch_and_no_old_warrant_reaches_it() throws Exception {
        var id = Api.register(KEY, "Back From The Dead");
        var engine = restorer();
        var archive = new MemoryArchive();
        var export = engine.export(KEY, product.digestKey(id), archive, Progress.NONE);
        var purge = new Purge(product, id).ready();
        purge.erase().then().statusCode(200);
        reactivate(id, Ids.next("rst")).then().statusCode(409).body("code", equalTo("restore-unknown"));

        var source = archive.as(export);
        var restoreId = Ids.next("rst");
        var plan = engine.planRestore(source, KEY, product.digestKey(id));
        var event = "{\"data\":{\"detail\":{\"backupId\":\"" + purge.backupId + "\"}}}";
        var restored = engine.restore(new RestoreOrder(
                restoreId,
                id,
                KEY,
                3,
                plan.rowsHash(),
                source,
                product.digestKey(id),
                true,
                event.getBytes(StandardCharsets.UTF_8)));
        assertThat(restored).isInstanceOf(RestoreResult.Restored.class);

        reactivate(id, restoreId)
                .then()
                .statusCode(200)
                .body("status", equalTo("ACTIVE"))
                .body("epoch", equalTo(4));
        reactivate(id, restoreId).then().statusCode(200).body("epoch", equalTo(4));
        assertThat(Databases.one(Databases.own(), "SELECT state FROM object_sweep WHERE account_id = '" + id + "'"))
                .isEqualTo("ENDED");
        get("support", "/accounts/" + id + "/footprint").then().statusCode(200).body("rows", greaterThan(1));
        get("support", "/accounts/" + id + "/timeline")
                .then()
                .body("items[-1].type", equalTo("account.reactivated"))
                .body("items[-1].restoreId", equalTo(restoreId))
                .body("items[-1].backupId", equalTo(purge.backupId));
        purge.erase().then().statusCode(409).body("code", equalTo("warrant-spent"));
        assertThat(product.engine().accountKey(KEY)).contains(KEY);
        assertThat(Databases.one(Databases.product(), "SELECT suspended_at FROM public.accounts WHERE id = " + KEY))
                .isNull();
    }

    @Test
    void nobody_but_backup_service_reactivates() {
        var body = Map.of("restoreId", Ids.next("rst"));
        var path = "/accounts/" + Ids.next("acc") + "/reactivation";
        as("restorer").body(body).post(path).then().statusCode(403);
        service("purge-service").body(body).post(path).then().statusCode(403);
    }

    private static Response reactivate(String accountId, String restoreId) {
        return service("backup-service")
                .body(Map.of("restoreId", restoreId))
                .post("/accounts/" + accountId + "/reactivation");
    }

    // As backup-service would: by its own role, which may insert and not delete.
    private AccountEngine restorer() {
        var database = new PGSimpleDataSource();
        database.setUrl(Api.setting("quarkus.datasource.product.jdbc.url"));
        database.setUser("reprieve_restorer");
        database.setPassword("reprieve_restorer");
        var files = ObjectStore.connect(
                URI.create(Api.setting("product.s3.endpoint")),
                "us-east-1",
                Api.setting("product.s3.access-key"),
                Api.setting("product.s3.secret-key"));
        return AccountEngine.of(product.dataMap(), database, Optional.of(files));
    }
}
