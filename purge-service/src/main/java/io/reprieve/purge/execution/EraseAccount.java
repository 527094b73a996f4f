package io.reprieve.purge.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.outbox.AuditLogClient;
import io.reprieve.outbox.AuditRefused;
import io.reprieve.outbox.ProofInvalid;
import io.reprieve.outbox.ProvenEntry;
import io.reprieve.outbox.Relay;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.lifecycle.Exit;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.TransitionPurge;
import io.reprieve.purge.warrant.IssueWarrant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * State ERASING. It may be entered again after a crash at any line, so it begins by asking whether the act is done: the
 * tombstone decides, never our memory of having sent a warrant.
 */
@ApplicationScoped
class EraseAccount {
    private static final Logger LOG = Logger.getLogger(EraseAccount.class);
    /** account-service checks a warrant's expiry when it begins; what began may take as long as a large account takes. */
    private static final Duration LONGEST_ERASURE = Duration.ofMinutes(35);

    private static final Duration RECEIPT_MARGIN = Duration.ofMinutes(5);
    private static final Set<String> PASSES_BY_ITSELF = Set.of("cooling-off-running", "roles-unknown", "account-busy");

    private final AccountClient accounts;
    private final BackupClient backups;
    private final RoundStore rounds;
    private final BeginErasure begin;
    private final Relay relay;
    private final AuditLogClient auditLog;
    private final IssueWarrant warrants;
    private final TransitionPurge transition;
    private final PurgeStore store;
    private final HoldPurge hold;
    private final ReprieveInErasing reprieve;
    private final Database database;
    private final PurgeConfig config;

    EraseAccount(
            AccountClient accounts,
            BackupClient backups,
            RoundStore rounds,
            BeginErasure begin,
            Relay relay,
            AuditLogClient auditLog,
            IssueWarrant warrants,
            TransitionPurge transition,
            PurgeStore store,
            HoldPurge hold,
            ReprieveInErasing reprieve,
            Database database,
            PurgeConfig config) {
        this.accounts = accounts;
        this.backups = backups;
        this.rounds = rounds;
        this.begin = begin;
        this.relay = relay;
        this.auditLog = auditLog;
        this.warrants = warrants;
        this.transition = transition;
        this.store = store;
        this.hold = hold;
        this.reprieve = reprieve;
        this.database = database;
        this.config = config;
    }

    Next step(PurgeRequest purge, boolean frozen) {
        Optional<JsonNode> tombstone = accounts.tombstone(purge.id());
        if (tombstone.isPresent()) {
            return purged(purge, tombstone.get());
        }
        if (purge.act().reprieveAskedBy() != null) {
            return reprieve.tryNow(purge) ? Next.now() : Next.in(config.look().progress());
        }
        if (database.now().isAfter(purge.window().executeBy())) {
            return holdWhenNothingIsUnderWay(
                    purge, "not executed until " + purge.window().executeBy());
        }
        if (frozen) {
            return Next.in(config.look().progress());
        }
        Receipt approved = rounds.find(purge.id(), purge.round()).orElseThrow().receipt();
        BeginErasure.Findings findings = begin.findings(purge, approved);
        if (findings.unknown()) {
            return Next.in(config.look().progress());
        }
        if (!findings.against().isEmpty()) {
            return holdWhenNothingIsUnderWay(purge, String.join("; ", findings.against()));
        }
        try {
            Receipt receipt = approved.expiresAt().isAfter(database.now().plus(RECEIPT_MARGIN))
                    ? approved
                    : begin.freshReceipt(purge, approved);
            ProvenEntry proof = prove(purge.act().executingEvent());
            return act(purge, receipt, proof);
        } catch (AuditRefused | ProofInvalid | InvalidSignedToken | BeginErasure.OtherBackup e) {
            return holdWhenNothingIsUnderWay(purge, "no proof before the act: " + e.getMessage());
        } catch (Neighbour.Refused e) {
            return holdWhenNothingIsUnderWay(purge, e.getMessage());
        }
    }

    /** No audit, no purge: the event is in the log, and the log proves it under the pinned key. */
    private ProvenEntry prove(String eventId) {
        relay.relayNow(eventId);
        return auditLog.proof(eventId);
    }

    private Next act(PurgeRequest purge, Receipt receipt, ProvenEntry proof) {
        JsonNode objects = backups.objectVersions(receipt.backupId());
        Optional<String> warrant = warrants.issue(purge, receipt, proof);
        if (warrant.isEmpty()) {
            return Next.now();
        }
        try {
            JsonNode tombstone = accounts.erase(purge.subject().accountId(), warrant.get(), receipt.compact(), objects);
            return purged(purge, tombstone);
        } catch (Neighbour.Refused e) {
            return refused(purge, e);
        }
    }

    private Next refused(PurgeRequest purge, Neighbour.Refused refusal) {
        LOG.infof("%s: %s", purge.id(), refusal.getMessage());
        Optional<JsonNode> tombstone = accounts.tombstone(purge.id());
        if (tombstone.isPresent()) {
            return purged(purge, tombstone.get());
        }
        if (PASSES_BY_ITSELF.contains(refusal.code()) || refusal.code().equals("warrant-spent")) {
            return Next.in(config.look().progress());
        }
        store.warrantAnswered(purge.id());
        return hold.hold(purge.id(), refusal.getMessage());
    }

    /** While a warrant may still be at work, holding would call something held that is about to be gone. */
    private Next holdWhenNothingIsUnderWay(PurgeRequest purge, String why) {
        Instant out = purge.act().warrantExpiresAt();
        if (out != null && database.now().isBefore(out.plus(LONGEST_ERASURE))) {
            return Next.in(config.look().progress());
        }
        return hold.hold(purge.id(), why);
    }

    private Next purged(PurgeRequest purge, JsonNode tombstone) {
        database.inTransaction(() -> {
            transition.move(
                    purge.id(),
                    Exit.purged(),
                    Cause.self("purge.executed", null)
                            .with("tombstoneId", text(tombstone, "id"))
                            .with("erasedEventId", text(tombstone, "eventId"))
                            .with("digest", text(tombstone, "digest"))
                            .with("backupId", text(tombstone, "backupId"))
                            .with("warrantId", purge.act().warrantId()));
            store.tombstone(purge.id(), tombstone);
            store.warrantAnswered(purge.id());
        });
        return Next.done();
    }

    private static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }
}
