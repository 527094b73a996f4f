package io.reprieve.purge.town;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.SignedTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** backup-service, as far as a purge needs it: backups that are taken at once and vouched for by a real signature. */
final class TownBackups {
    private final Map<String, TownAccount> accounts;
    private final Set<String> fails;
    private final Set<String> neverEnds;
    private final Set<String> unending = ConcurrentHashMap.newKeySet();
    private final SignedTokens.Signer receipts;
    private final Map<String, ObjectNode> backups = new ConcurrentHashMap<>();
    private final Map<String, String> operations = new ConcurrentHashMap<>();
    private final Map<String, String> operationOfKey = new ConcurrentHashMap<>();

    TownBackups(Path keys, Map<String, TownAccount> accounts, Set<String> fails, Set<String> neverEnds) {
        this.accounts = accounts;
        this.fails = fails;
        this.neverEnds = neverEnds;
        this.receipts = SignedTokens.signer(keys.resolve("backup.key"), "backup-service");
    }

    JsonNode answer(String[] path, String idempotencyKey, byte[] body) {
        if (path[3].equals("restores") || path[3].equals("drills")) {
            ObjectNode none = object();
            none.putArray("items");
            return none;
        }
        if (path[3].equals("operations")) {
            if (unending.contains(path[4])) {
                return object().put("id", path[4]).put("state", "RUNNING");
            }
            String backupId = operations.get(path[4]);
            ObjectNode operation =
                    object().put("id", path[4]).put("state", backupId.isEmpty() ? "FAILED" : "SUCCEEDED");
            if (backupId.isEmpty()) {
                operation.putObject("problem").put("detail", "the vault is full");
            } else {
                operation.putObject("result").put("backupId", backupId);
            }
            return operation;
        }
        if (path.length == 4) {
            TownAccount account = accounts.get(Json.parse(new String(body, StandardCharsets.UTF_8))
                    .path("accountId")
                    .asText());
            String operation = operationOfKey.computeIfAbsent(idempotencyKey, ignored -> take(account));
            return object().put("id", operation).put("state", "RUNNING");
        }
        ObjectNode backup = backups.get(path[4]);
        if (path.length == 6 && path[5].equals("object-versions")) {
            return JsonNodeFactory.instance.arrayNode();
        }
        ObjectNode answer = backup.deepCopy().put("receipt", receipt(backup));
        return path.length == 6
                ? answer.put(
                        "lockedUntil", Instant.now().plus(Duration.ofDays(31)).toString())
                : answer;
    }

    private String take(TownAccount account) {
        String operation = Ids.next("op");
        if (neverEnds.contains(account.id)) {
            unending.add(operation);
            return operation;
        }
        if (fails.contains(account.id)) {
            operations.put(operation, "");
            return operation;
        }
        String id = Ids.next("bkp");
        backups.put(
                id,
                object().put("id", id)
                        .put("accountId", account.id)
                        .put("epoch", account.epoch)
                        .put("state", "VERIFIED")
                        .put("verifiedAt", Instant.now().toString())
                        .put("contentDigest", account.rowsDigest())
                        .put("rowsDigest", account.rowsDigest())
                        .put("objectVersionsDigest", account.objectVersionsDigest()));
        operations.put(operation, id);
        return operation;
    }

    private String receipt(ObjectNode backup) {
        ObjectNode claims = object();
        claims.putArray("aud").add("purge-service").add("account-service");
        claims.put("backupId", backup.path("id").asText())
                .put("accountId", backup.path("accountId").asText())
                .put("epoch", backup.path("epoch").asLong())
                .put("contentDigest", backup.path("contentDigest").asText())
                .put("rowsDigest", backup.path("rowsDigest").asText())
                .put("objectVersionsDigest", backup.path("objectVersionsDigest").asText())
                .put("dataMapDigest", "map-digest")
                .put("lockedUntil", Instant.now().plus(Duration.ofDays(31)).toString())
                .put("lockEnforced", true);
        return receipts.sign("reprieve-receipt+jwt", claims, Duration.ofMinutes(15));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
