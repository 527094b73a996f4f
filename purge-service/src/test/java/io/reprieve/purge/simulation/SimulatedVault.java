package io.reprieve.purge.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.backup.SimulatedBackups;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** backup-service: each backup is of the account's content and epoch at the moment it is taken. */
final class SimulatedVault implements SimulatedBackups.Vault {
    record Backup(String id, long epoch, String content, boolean fails) {}

    private final Chaos chaos;
    private final SimulatedRegistry registry;
    final Map<String, Backup> backups = new HashMap<>();
    private final Map<String, String> operations = new HashMap<>();

    SimulatedVault(Chaos chaos, SimulatedRegistry registry) {
        this.chaos = chaos;
        this.registry = registry;
    }

    @Override
    public String take(String key) {
        return chaos.order(
                "backup",
                () -> operations.computeIfAbsent(key, ignored -> {
                    String id = "bkp_" + (backups.size() + 1);
                    backups.put(id, new Backup(id, registry.epoch, registry.contentDigest(), chaos.oneIn(40)));
                    return id;
                }));
    }

    @Override
    public BackupClient.Progress progress(String operationId) {
        return chaos.call("backup", () -> {
            if (chaos.oneIn(3)) {
                return new BackupClient.Running();
            }
            return backups.get(operationId).fails()
                    ? new BackupClient.Failed("the vault is full")
                    : new BackupClient.Taken(operationId);
        });
    }

    @Override
    public Receipt receipt(String backupId) {
        return chaos.call("backup", () -> {
            Backup backup = backups.get(backupId);
            ObjectNode claims = JsonNodeFactory.instance
                    .objectNode()
                    .put("backupId", backup.id())
                    .put("accountId", SimulatedRegistry.ACCOUNT)
                    .put("epoch", backup.epoch())
                    .put("contentDigest", backup.content())
                    .put("rowsDigest", backup.content())
                    .put("objectVersionsDigest", "objects")
                    .put("dataMapDigest", "map")
                    .put("lockEnforced", true)
                    .put("lockedUntil", chaos.truth().plus(Duration.ofDays(61)).toString())
                    .put("exp", chaos.truth().plus(Duration.ofMinutes(15)).getEpochSecond());
            return new Receipt(claims.toString(), claims);
        });
    }

    @Override
    public BackupClient.Rehearsal drill() {
        return chaos.call(
                "backup",
                () -> new BackupClient.Rehearsal(
                        "drl_1", chaos.truth().minus(Duration.ofDays(chaos.oneIn(1500) ? 9 : 1)), null, 10.0));
    }
}
