package io.reprieve.account.fence;

import static io.reprieve.account.stack.Api.get;
import static io.reprieve.account.stack.Api.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.Purge;
import io.reprieve.account.stack.RealServers;
import io.reprieve.edge.Ids;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class FenceIT {
    // The first eight bytes of SHA-256("reprieve/account/1002"): what erasures and restores of this account take.
    private static final String ACCOUNT_LOCK =
            "('x' || left(encode(pg_catalog.sha256('reprieve/account/1002'::bytea), 'hex'), 16))::bit(64)::bigint";

    @Inject
    Product product;

    private static String accountId;

    @BeforeEach
    void an_account() {
        if (accountId == null) {
            accountId = Api.register("1002", "Fences & Gates");
        }
    }

    @Test
    void a_fence_holds_the_product_until_it_is_lifted_and_a_stopped_purge_never_fences_again() throws Exception {
        var purge = new Purge(product, accountId).requestedBy("requester").approvedBy("approver");
        var epoch = epoch();
        var fence = purge.raiseFence();
        fence.then()
                .statusCode(200)
                .body("probe.outcome", equalTo("HELD"))
                .body("epochBefore", equalTo(epoch))
                .body("epochAfter", equalTo(epoch + 1));
        assertThat(purge.standing()).isEqualTo("PENDING_PURGE " + (epoch + 1));
        purge.raiseFence().then().statusCode(200).body("since", equalTo(fence.path("since")));
        get("support", "/accounts/" + accountId).then().body("fence.purgeRequestId", equalTo(purge.id));
        assertThatThrownBy(this::write).hasMessageContaining("suspended");

        purge.liftFence()
                .then()
                .statusCode(200)
                .body("status", equalTo("ACTIVE"))
                .body("epoch", equalTo(epoch + 2))
                .body("fenceDown", equalTo(true));
        purge.liftFence().then().statusCode(200).body("epoch", equalTo(epoch + 2));
        get("support", "/accounts/" + accountId).then().body("fence", nullValue());
        assertThatCode(this::write).doesNotThrowAnyException();
        purge.raiseFence().then().statusCode(409).body("code", equalTo("purge-stopped"));
        purge.erase().then().statusCode(409).body("code", equalTo("purge-stopped"));
        purge.assertNothingErased();
    }

    @Test
    void an_order_to_stop_that_overtakes_the_order_to_fence_wins() {
        var purge = new Purge(product, accountId).requestedBy("requester").approvedBy("approver");
        purge.liftFence().then().statusCode(200);
        purge.raiseFence().then().statusCode(409).body("code", equalTo("purge-stopped"));
        assertThat(purge.standing()).startsWith("ACTIVE");
    }

    @Test
    void a_stop_waits_for_the_word_of_an_erasure_that_had_begun() throws Exception {
        var purge = new Purge(product, accountId)
                .requestedBy("requester")
                .approvedBy("approver")
                .fenced();
        Databases.run(
                Databases.own(),
                "UPDATE fence SET erasing_at = clock_timestamp() WHERE purge_request_id = '" + purge.id + "'");
        try (var erasing = Databases.product();
                var statement = erasing.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + ACCOUNT_LOCK + ")");
            purge.liftFence().then().statusCode(503).body("code", equalTo("erasure-unsettled"));
            assertThat(purge.standing()).startsWith("PENDING_PURGE");
            purge.erase().then().statusCode(409).body("code", equalTo("purge-stopped"));
        }
        purge.liftFence().then().statusCode(200).body("status", equalTo("ACTIVE"));
    }

    @Test
    void not_even_a_fence_is_raised_without_both_keys_on_our_own_record() {
        var purge = new Purge(product, accountId).requestedBy("requester");
        purge.raiseFence().then().statusCode(409).body("code", equalTo("key-turn-missing"));
    }

    @Test
    void a_fence_decided_at_another_epoch_is_not_raised() {
        var purge = new Purge(product, accountId).requestedBy("requester").approvedBy("approver");
        service("purge-service")
                .body(Map.of("purgeRequestId", purge.id, "expectedEpoch", 77))
                .put("/accounts/" + accountId + "/fence")
                .then()
                .statusCode(412)
                .body("code", equalTo("epoch-moved"));
    }

    @Test
    void only_purge_service_fences() {
        var body = Map.of("purgeRequestId", Ids.next("prg"), "expectedEpoch", 1);
        Api.as("approver")
                .body(body)
                .put("/accounts/" + accountId + "/fence")
                .then()
                .statusCode(403);
        service("backup-service")
                .body(body)
                .put("/accounts/" + accountId + "/fence")
                .then()
                .statusCode(403);
    }

    private int epoch() {
        return get("support", "/accounts/" + accountId).path("epoch");
    }

    private void write() throws Exception {
        Databases.run(
                Databases.product(),
                "BEGIN",
                "INSERT INTO public.cabinets (account_id, name) VALUES (1002, 'a write')",
                "ROLLBACK");
    }
}
