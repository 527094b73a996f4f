package io.reprieve.account.erasure;

import static io.reprieve.account.stack.Api.as;
import static io.reprieve.account.stack.Api.get;
import static io.reprieve.account.stack.Api.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.Purge;
import io.reprieve.account.stack.RealServers;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.cabinet.Cabinet;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureIT {
    private static final String RECEIPT = "reprieve-receipt+jwt";
    private static final String WARRANT = "reprieve-warrant+jwt";

    @Inject
    Product product;

    private static Purge refusals;

    @Test
    @Order(1)
    void an_account_is_erased_once_with_both_keys_and_nobody_else_is_touched() throws Exception {
        var id = Api.register("1007", "Aldermoor Surveyors");
        var purge = new Purge(product, id).ready();
        fencedLater(purge, "1 hour");
        refused(purge.erase(), 409, "cooling-off-running");
        fencedLater(purge, "-1 hour");
        var others = Databases.rowsOfOthers("1007");
        var order = purge.order();

        var tombstone = purge.erase(order);
        tombstone
                .then()
                .statusCode(200)
                .body("id", startsWith("tmb_"))
                .body("accountId", equalTo(id))
                .body("backupId", equalTo(purge.backupId))
                .body("rows", greaterThan(100))
                .body("objects", equalTo(purge.objects().size()));
        assertThat(product.engine().accountKey("1007")).isEmpty();
        assertThat(Databases.rowsOfOthers("1007")).isEqualTo(others);
        assertThat(purge.standing()).isEqualTo("PURGED 3");
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM audit_outbox WHERE event_id = '" + tombstone.path("eventId") + "'"))
                .isEqualTo("1");

        refused(purge.erase(order), 409, "warrant-spent");
        refused(purge.erase(), 409, "warrant-spent");
        service("purge-service")
                .get("/tombstones?purgeRequestId=" + purge.id)
                .then()
                .body("items[0].id", equalTo(tombstone.path("id")));
        get("support", "/accounts/" + id + "/timeline")
                .then()
                .body("status", equalTo("PURGED"))
                .body(
                        "items.type",
                        hasItems("purge.requested", "purge.approved", "account.suspended", "account.erased"))
                .body("items.find { it.type == 'account.erased' }.backupId", equalTo(purge.backupId))
                .body("items.find { it.type == 'account.erased' }.detail.requestedBy", startsWith("psn_"))
                .body("items.find { it.type == 'account.erased' }.detail.approvedBy[0]", startsWith("psn_"));
        get("support", "/accounts?status=PURGED").then().body("items.id", hasItem(id));
        purge.liftFence().then().statusCode(409).body("code", equalTo("account-purged"));
    }

    @Test
    @Order(2)
    void after_the_grace_exactly_the_manifests_objects_go_and_anything_else_is_a_finding() throws Exception {
        var id = get("support", "/accounts?query=Aldermoor").<String>path("items[0].id");
        putObject("accounts/1007/late.txt");
        Databases.run(
                Databases.own(), "UPDATE object_sweep SET due_at = clock_timestamp() WHERE account_id = '" + id + "'");
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(sweepState(id)).isEqualTo("SWEPT"));
        assertThat(product.engine().objects().list("1007"))
                .extracting(ObjectVersion::key)
                .containsExactly("accounts/1007/late.txt");
        assertThat(Databases.one(Databases.own(), "SELECT string_agg(subject, ' ') FROM sweep_finding"))
                .contains("late.txt");
        get("support", "/accounts/" + id + "/timeline").then().body("items.type", hasItem("account.objects-swept"));
    }

    @Test
    @Order(3)
    void every_paper_is_checked() {
        var id = Api.register("1010", "Kestrel Yacht Charter");
        refusals = new Purge(product, id).ready();
        var receipt = refusals.receipt();
        var warrant = refusals.warrant(receipt);

        refused(refusals.erase(refusals.order("not.a.token", receipt)), 403, "token-malformed");
        refused(
                refusals.erase(refusals.order(receipt, warrant)),
                403,
                "token-key-unknown",
                "token-signature",
                "token-type");
        var forged = Purge.sign("backup", WARRANT, refusals.warrantClaims(receipt), Duration.ofMinutes(5));
        refused(
                refusals.erase(refusals.order(forged, receipt)),
                403,
                "token-key-unknown",
                "token-signature",
                "token-issuer");
        var late = Purge.sign("purge", WARRANT, refusals.warrantClaims(receipt), Duration.ofSeconds(-1));
        refused(refusals.erase(refusals.order(late, receipt)), 403, "token-expired");
        var everlasting = Purge.sign("purge", WARRANT, refusals.warrantClaims(receipt), Duration.ofHours(1));
        refused(refusals.erase(refusals.order(everlasting, receipt)), 403, "token-expired");
        refused(with(Map.of("aud", "backup-service"), Map.of()), 403, "token-audience");
        refused(with(Map.of("nbf", Instant.now().getEpochSecond() + 60), Map.of()), 409, "cooling-off-running");
        refused(with(Map.of("receiptSha256", "0".repeat(64)), Map.of()), 403, "receipt-mismatch");
        refused(with(Map.of("accountKey", "1002"), Map.of()), 403, "account-mismatch");
        refused(with(Map.of("epoch", 1), Map.of()), 412, "epoch-moved");
        refused(with(Map.of("keyTurns", List.of()), Map.of()), 403, "key-turn-missing");
        refused(with(Map.of("requestDigest", "0".repeat(64)), Map.of()), 412, "evidence-mismatch");
        refused(
                with(
                        Map.of("auditProof", Map.of("eventId", "e", "index", 9, "treeSize", 1, "checkpoint", "x")),
                        Map.of()),
                403,
                "act-not-logged");
        refused(with(Map.of(), Map.of("epoch", 9)), 412, "epoch-moved");
        refused(
                with(
                        Map.of(),
                        Map.of(
                                "lockedUntil",
                                Instant.now().plus(Duration.ofDays(29)).toString())),
                409,
                "lock-too-short");
        refused(with(Map.of(), Map.of("dataMapDigest", "0".repeat(64))), 409, "data-map-moved");
        refused(with(Map.of(), Map.of("objectVersionsDigest", "0".repeat(64))), 412, "content-moved");
        refused(with(Map.of(), Map.of("backupId", "bkp_other")), 412, "evidence-mismatch");
        refusals.assertNothingErased();
    }

    @Test
    @Order(4)
    void nobody_but_purge_service_erases() {
        as("approver")
                .body(refusals.order())
                .post("/accounts/" + refusals.accountId + "/erasure")
                .then()
                .statusCode(403);
        service("backup-service")
                .body(refusals.order())
                .post("/accounts/" + refusals.accountId + "/erasure")
                .then()
                .statusCode(403);
    }

    @Test
    @Order(5)
    void a_hold_a_sign_of_life_and_rows_that_moved_stop_it() throws Exception {
        as("provisioner")
                .body(Map.of("reason", "litigation"))
                .put("/accounts/" + refusals.accountId + "/legal-hold")
                .then()
                .statusCode(200);
        refused(refusals.erase(), 409, "legal-hold");
        as("provisioner")
                .delete("/accounts/" + refusals.accountId + "/legal-hold")
                .then()
                .statusCode(200);

        // Past the fence, as only an administrator can.
        Databases.run(
                Databases.product(),
                "SET session_replication_role = replica",
                "UPDATE public.cabinets SET name = name || '!' WHERE account_id = 1010");
        refusals.erase()
                .then()
                .statusCode(412)
                .body("code", equalTo("content-moved"))
                .body("differences[0].digestDiffers", equalTo(true));
        Databases.run(
                Databases.product(),
                "SET session_replication_role = replica",
                "UPDATE public.cabinets SET name = rtrim(name, '!') WHERE account_id = 1010");

        as("support")
                .body(Map.of("kind", "LOGIN"))
                .post("/accounts/" + refusals.accountId + "/signs-of-life")
                .then()
                .statusCode(200);
        refused(refusals.erase(), 409, "sign-of-life");
        refusals.assertNothingErased();
    }

    @Test
    @Order(6)
    void a_reprieve_before_the_commit_saves_the_account() {
        refusals.liftFence().then().statusCode(200);
        refused(refusals.erase(), 409, "purge-stopped");
        refusals.assertNothingErased();
    }

    @Test
    @Order(7)
    void a_crash_between_the_products_commit_and_ours_is_carried_on_from_the_ledger_row() throws Exception {
        var id = Api.register("1005", "Crash Test Ltd");
        var purge = new Purge(product, id).ready();
        Databases.withoutTombstones(() -> {
            purge.erase().then().statusCode(500);
            assertThat(product.engine().accountKey("1005")).isEmpty();
            assertThat(purge.standing()).isEqualTo("PENDING_PURGE 2");
        });

        service("purge-service")
                .get("/tombstones?purgeRequestId=" + purge.id)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].backupId", equalTo(purge.backupId))
                .body("items[0].objects", equalTo(purge.objects().size()));
        assertThat(purge.standing()).isEqualTo("PURGED 3");
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM audit_outbox WHERE convert_from(event, 'UTF8') LIKE '%account.erased%"
                                + purge.id + "%'"))
                .isEqualTo("1");
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM planned_object p JOIN object_sweep s USING (erasure_id) WHERE s.account_id = '"
                                + id + "'"))
                .isEqualTo(String.valueOf(purge.objects().size()));
        refused(purge.erase(), 409, "warrant-spent");
    }

    private Response with(Map<String, Object> warrantChanges, Map<String, Object> receiptChanges) {
        var receiptClaims = refusals.receiptClaims();
        receiptClaims.putAll(receiptChanges);
        var receipt = Purge.sign("backup", RECEIPT, receiptClaims, Duration.ofMinutes(15));
        var warrantClaims = refusals.warrantClaims(receipt);
        warrantClaims.putAll(warrantChanges);
        var warrant = Purge.sign("purge", WARRANT, warrantClaims, Duration.ofMinutes(5));
        return refusals.erase(refusals.order(warrant, receipt));
    }

    private static void refused(Response answer, int status, String... codes) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(List.of(codes)).contains(answer.<String>path("code"));
    }

    private static void fencedLater(Purge purge, String by) throws Exception {
        Databases.run(
                Databases.own(),
                "UPDATE fence SET since = since + interval '" + by + "' WHERE purge_request_id = '" + purge.id + "'");
    }

    private static void putObject(String key) {
        try (var s3 = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .endpointOverride(URI.create(Api.setting("product.s3.endpoint")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        Api.setting("product.s3.access-key"), Api.setting("product.s3.secret-key"))))
                .build()) {
            s3.putObject(put -> put.bucket(Cabinet.BUCKET).key(key), RequestBody.fromString("late"));
        }
    }

    private static String sweepState(String accountId) throws Exception {
        return Databases.one(Databases.own(), "SELECT state FROM object_sweep WHERE account_id = '" + accountId + "'");
    }
}
