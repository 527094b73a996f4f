package io.reprieve.purge.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reprieve.purge.PurgeConfig;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.function.Supplier;

/** backup-service as the simulation has it. */
@Vetoed
public class SimulatedBackups extends BackupClient {
    private final Supplier<? extends Vault> vault;

    public SimulatedBackups(PurgeConfig config, Supplier<? extends Vault> vault) {
        super(null, config, null);
        this.vault = vault;
    }

    /** The answers; each may refuse, be silent, or never come back. */
    public interface Vault {
        String take(String key);

        Progress progress(String operationId);

        Receipt receipt(String backupId);

        Rehearsal rehearsal(String backupId);
    }

    @Override
    public String take(String idempotencyKey, String accountId, String purgeRequestId) {
        return vault.get().take(idempotencyKey);
    }

    @Override
    public Progress progress(String operationId) {
        return vault.get().progress(operationId);
    }

    @Override
    public String state(String backupId) {
        return "VERIFIED";
    }

    @Override
    public Receipt receipt(String backupId, String purgeRequestId) {
        return vault.get().receipt(backupId);
    }

    @Override
    public Receipt lockAndReceipt(String backupId, String purgeRequestId) {
        return vault.get().receipt(backupId);
    }

    @Override
    public JsonNode objectVersions(String backupId) {
        return JsonNodeFactory.instance.arrayNode();
    }

    @Override
    public Rehearsal lastRehearsal(String accountId, String backupId) {
        return vault.get().rehearsal(backupId);
    }

    @Override
    public List<String> runningRestores(String accountId) {
        return List.of();
    }
}
