package io.reprieve.purge.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reprieve.purge.PurgeConfig;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Optional;
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

        Rehearsal drill();
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
    public Kept kept(String backupId) {
        return new Kept(backupId, "VERIFIED", null);
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
    public Optional<Rehearsal> lastDrill(String accountId) {
        return Optional.of(vault.get().drill());
    }

    @Override
    public List<String> runningRestores(String accountId) {
        return List.of();
    }
}
