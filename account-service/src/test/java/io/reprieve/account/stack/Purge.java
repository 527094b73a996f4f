package io.reprieve.account.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.account.datamap.Product;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.RequestDigest;
import io.reprieve.edge.Sha256;
import io.reprieve.edge.SignedTokens;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One purge, driven the way purge-service, backup-service and people drive it, with keys that only this test holds. */
public final class Purge {
    public static final String KIND = "TEST_ACCOUNT";
    public static final Duration COOLING_OFF = Duration.ofSeconds(1);
    public static final String REASON = "no longer used";

    public final String id = Ids.next("prg");
    public final String accountId;
    public final String backupId = Ids.next("bkp");
    private final Product product;
    private final String accountKey;
    private final long epoch;
    private final List<Map<String, String>> keyTurns = new ArrayList<>();
    private JsonNode content;
    private List<ObjectVersion> objects;
    private String contentDigest;
    private Instant fencedAt;

    /** Of an account as it is now, backed up as it is now. */
    public Purge(Product product, String accountId) {
        this.product = product;
        this.accountId = accountId;
        var account = Json.parse(Api.as("support")
                .get("/accounts/" + accountId)
                .then()
                .statusCode(200)
                .extract()
                .asString());
        this.accountKey = account.get("accountKey").textValue();
        this.epoch = account.get("epoch").longValue();
        backUp();
    }

    /** Takes the backup again, as the account is now. */
    public Purge backUp() {
        content = Json.parse(Api.service("purge-service")
                .get("/accounts/" + accountId + "/content")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        objects = product.engine().objects().list(accountKey);
        contentDigest = Sha256.hex(content.get("rowsDigest").textValue());
        return this;
    }

    public String requestDigest() {
        return RequestDigest.of(accountId, epoch, KIND, REASON);
    }

    public Evidence evidence() {
        return new Evidence(
                accountId,
                1,
                backupId,
                contentDigest,
                product.dataMap().digest(),
                epoch,
                List.of(new Evidence.Guard("name-typed", "PASS")),
                KIND,
                "1",
                requestDigest());
    }

    public Map<String, Object> request() {
        return body("REQUEST", requestDigest(), Map.of("kind", KIND, "reason", REASON, "epoch", epoch));
    }

    public Map<String, Object> approval() {
        return body(
                "APPROVAL", evidence().digest(), Map.of("evidence", evidence().canonical()));
    }

    private Map<String, Object> body(String turn, String digest, Map<String, Object> more) {
        var body = new HashMap<String, Object>(more);
        body.put("purgeRequestId", id);
        body.put("turn", turn);
        body.put("digest", digest);
        return body;
    }

    public Response turn(String user, Map<String, Object> body) {
        return Api.as(user).body(body).post("/accounts/" + accountId + "/key-turns");
    }

    public Purge requestedBy(String user) {
        return turned(turn(user, request()));
    }

    public Purge approvedBy(String user) {
        return turned(turn(user, approval()));
    }

    /** Notes a key turn that was accepted, for the warrant. */
    public Purge turned(Response accepted) {
        accepted.then().statusCode(201);
        keyTurns.add(Map.of(
                "id", accepted.path("id"),
                "turn", accepted.path("turn"),
                "personId", accepted.path("personId")));
        return this;
    }

    public Response raiseFence() {
        return Api.service("purge-service")
                .body(Map.of("purgeRequestId", id, "expectedEpoch", epoch))
                .put("/accounts/" + accountId + "/fence");
    }

    public Purge fenced() {
        fencedAt = Instant.parse(raiseFence().then().statusCode(200).extract().path("since"));
        return this;
    }

    public Response liftFence() {
        return Api.service("purge-service")
                .queryParam("purgeRequestId", id)
                .queryParam("reason", "reprieved")
                .delete("/accounts/" + accountId + "/fence");
    }

    /** Asked for, approved, fenced, and cooled off. */
    public Purge ready() {
        requestedBy("requester").approvedBy("approver").fenced();
        cooledOff();
        return this;
    }

    /** Waits out the cooling-off of the test's configuration. */
    public void cooledOff() {
        Instant over = fencedAt.plus(COOLING_OFF);
        while (!Instant.now().isAfter(over)) {
            LockSupport.parkUntil(over.toEpochMilli() + 1);
        }
    }

    public Map<String, Object> receiptClaims() {
        var claims = new HashMap<String, Object>();
        claims.put("aud", List.of("purge-service", "account-service"));
        claims.put("backupId", backupId);
        claims.put("accountId", accountId);
        claims.put("accountKey", accountKey);
        claims.put("epoch", epoch);
        claims.put("contentDigest", contentDigest);
        claims.put("rowsDigest", content.get("rowsDigest"));
        claims.put("objectVersionsDigest", content.get("objectVersionsDigest"));
        var tables = new ArrayList<Map<String, Object>>();
        for (var table : content.get("tables")) {
            tables.add(Map.of("table", table.get("name"), "rows", table.get("rows"), "digest", table.get("digest")));
        }
        claims.put("tables", tables);
        claims.put("objects", objects.size());
        claims.put("dataMapDigest", product.dataMap().digest());
        claims.put("lockedUntil", Instant.now().plus(Duration.ofDays(31)).toString());
        claims.put("lockEnforced", true);
        return claims;
    }

    public Map<String, Object> warrantClaims(String receipt) {
        var claims = new HashMap<String, Object>();
        claims.put("aud", "account-service");
        claims.put("jti", Ids.next("wrt"));
        claims.put("purgeRequestId", id);
        claims.put("accountId", accountId);
        claims.put("accountKey", accountKey);
        claims.put("epoch", epoch + 1);
        claims.put("kind", KIND);
        claims.put("contentDigest", contentDigest);
        claims.put("receiptSha256", Sha256.hex(receipt));
        claims.put("evidence", evidence().canonical());
        claims.put("requestDigest", requestDigest());
        claims.put("keyTurns", keyTurns);
        claims.put("nbf", Instant.now().getEpochSecond());
        claims.put(
                "auditProof",
                Map.of("eventId", Ids.next("evt"), "index", 0, "treeSize", 1, "checkpoint", SignedNote.checkpoint(1)));
        return claims;
    }

    public static String sign(String service, String typ, Map<String, Object> claims, Duration ttl) {
        var key = Path.of(Api.setting("test.folder"), service + ".key");
        return SignedTokens.signer(key, service + "-service").sign(typ, claims, ttl);
    }

    public String receipt() {
        return sign("backup", "reprieve-receipt+jwt", receiptClaims(), Duration.ofMinutes(15));
    }

    public String warrant(String receipt) {
        return sign("purge", "reprieve-warrant+jwt", warrantClaims(receipt), Duration.ofMinutes(5));
    }

    /** The order as purge-service gives it. */
    public Map<String, Object> order() {
        var receipt = receipt();
        return order(warrant(receipt), receipt);
    }

    public Map<String, Object> order(String warrant, String receipt) {
        return Map.of(
                "warrant", warrant,
                "receipt", receipt,
                "objects",
                        objects.stream()
                                .map(object -> Map.of(
                                        "key", object.key(), "versionId", object.versionId(), "size", object.size()))
                                .toList());
    }

    public Response erase(Map<String, Object> order) {
        return Api.service("purge-service").body(order).post("/accounts/" + accountId + "/erasure");
    }

    public Response erase() {
        return erase(order());
    }

    public List<ObjectVersion> objects() {
        return objects;
    }

    public String accountKey() {
        return accountKey;
    }

    /** The status and epoch of the account now. */
    public String standing() {
        var account = Api.as("support").get("/accounts/" + accountId);
        account.then().statusCode(200);
        return account.path("status") + " " + account.path("epoch");
    }

    public void assertNothingErased() {
        assertThat(Api.service("purge-service")
                        .get("/tombstones?purgeRequestId=" + id)
                        .<List<?>>path("items"))
                .isEmpty();
        assertThat(product.engine().accountKey(accountKey)).contains(accountKey);
    }
}
