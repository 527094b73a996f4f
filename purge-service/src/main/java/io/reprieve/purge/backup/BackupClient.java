package io.reprieve.purge.backup;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.edge.SignedTokens;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.neighbour.Neighbour;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** backup-service as a purge sees it. Every call may throw {@link Neighbour.Refused} or {@link Neighbour.Silent}. */
@ApplicationScoped
public class BackupClient {
    private static final String RECEIPT = "reprieve-receipt+jwt";
    private static final Set<String> OVER = Set.of("SUCCEEDED", "SUPERSEDED", "FAILED", "COMPLETED");

    private final Neighbour neighbour = new Neighbour("backup-service");
    private final BackupApi api;
    private final Database database;
    private final SignedTokens.Verifier receipts;

    BackupClient(@RestClient BackupApi api, PurgeConfig config, Database database) {
        this.api = api;
        this.database = database;
        this.receipts = SignedTokens.verifier(
                Path.of(config.backupPublicKey().orElseThrow()), "backup-service", "purge-service");
    }

    /** Where taking a backup has got to. */
    public sealed interface Progress {}

    public record Running() implements Progress {}

    public record Taken(String backupId) implements Progress {}

    public record Failed(String why) implements Progress {}

    /** Starts a backup; the same key gives the same operation, whoever asks again. */
    public String take(String idempotencyKey, String accountId, String purgeRequestId) {
        return neighbour
                .ask(() -> api.take(
                        idempotencyKey,
                        new BackupApi.BackupOrder(accountId, "before purge " + purgeRequestId, purgeRequestId)))
                .id();
    }

    public Progress progress(String operationId) {
        BackupApi.Operation operation = neighbour.ask(() -> api.operation(operationId));
        return switch (operation.state()) {
            case "SUCCEEDED" -> new Taken(operation.result().path("backupId").asText());
            case "FAILED" ->
                new Failed(
                        operation.problem() == null
                                ? "no reason given"
                                : operation
                                        .problem()
                                        .path("detail")
                                        .asText(operation.problem().toString()));
            default -> new Running();
        };
    }

    /**
     * A backup as it is kept.
     *
     * @param verifiedAt when it was last put into the scratch database and compared; null before
     */
    public record Kept(String backupId, String state, Instant verifiedAt) {
        /** Which was later: this backup's verification, which is a rehearsal as well, or the account's last drill. */
        public Rehearsal orLater(Optional<Rehearsal> drill) {
            return drill.filter(last -> verifiedAt == null || last.at().isAfter(verifiedAt))
                    .orElseGet(() -> new Rehearsal(backupId, verifiedAt, null, null));
        }
    }

    public Kept kept(String backupId) {
        BackupApi.BackupView backup = neighbour.ask(() -> api.backup(backupId));
        return new Kept(backupId, backup.state(), backup.verifiedAt());
    }

    /**
     * The backup's receipt; one that has expired meanwhile is replaced by a fresh one.
     *
     * @throws InvalidSignedToken when it is not one of the pinned key's
     */
    public Receipt receipt(String backupId, String purgeRequestId) {
        try {
            return verified(neighbour.ask(() -> api.backup(backupId)).receipt());
        } catch (InvalidSignedToken e) {
            if (e.code().equals("token-expired")) {
                return lockAndReceipt(backupId, purgeRequestId);
            }
            throw e;
        }
    }

    /**
     * Raises the locks on every version of the backup beyond the end of retention and takes a fresh receipt that says
     * so.
     *
     * @throws InvalidSignedToken when the receipt is not one of the pinned key's
     */
    public Receipt lockAndReceipt(String backupId, String purgeRequestId) {
        return verified(neighbour
                .ask(() -> api.extendLocks(backupId, new BackupApi.LockOrder(purgeRequestId)))
                .receipt());
    }

    /** Every object version of the backup, as {@code [{key, versionId, size}]}. */
    public JsonNode objectVersions(String backupId) {
        return neighbour.ask(() -> api.objectVersions(backupId));
    }

    /**
     * When the account was last put back beside the product, and how that went.
     *
     * @param name the drill's id, or the backup's where its own verification came later
     * @param problem why it failed, null when it did not
     * @param predictedSeconds what bringing the account back is foretold to take; null when nothing foretells it
     */
    public record Rehearsal(String name, Instant at, String problem, Double predictedSeconds) {}

    /** The newest of the account's drills that ended. */
    public Optional<Rehearsal> lastDrill(String accountId) {
        return neighbour.ask(() -> api.drills(accountId)).items().stream()
                .filter(drill -> !"RUNNING".equals(drill.state()))
                .findFirst()
                .map(drill ->
                        new Rehearsal(drill.id(), drill.finishedAt(), problem(drill), drill.predictedRestoreSeconds()));
    }

    private static String problem(BackupApi.DrillView drill) {
        return "SUCCEEDED".equals(drill.state())
                ? null
                : drill.problem() == null
                        ? "no reason given"
                        : drill.problem().path("detail").asText();
    }

    /** Restores of this account that are not over. */
    public List<String> runningRestores(String accountId) {
        return neighbour.ask(() -> api.restores(accountId)).items().stream()
                .filter(restore -> !OVER.contains(restore.state()))
                .map(BackupApi.RestoreView::id)
                .toList();
    }

    private Receipt verified(String compact) {
        return new Receipt(compact, receipts.verify(RECEIPT, compact, database.now()));
    }
}
