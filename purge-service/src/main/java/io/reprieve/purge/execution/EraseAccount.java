package io.reprieve.purge.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.outbox.AuditRefused;
import io.reprieve.outbox.ProofInvalid;
import io.reprieve.outbox.ProvenEntry;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.account.AccountClient;
import io.reprieve.purge.backup.BackupClient;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.neighbour.Neighbour;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.warrant.IssueWarrant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * State ERASING, after {@link RecordPurged} has seen that the act is not done. It may be entered again after a crash at any
 * line.
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
    private final ProveAct proveAct;
    private final IssueWarrant warrants;
    private final RecordPurged recordPurged;
    private final PurgeStore store;
    private final HoldPurge hold;
    private final PurgeClock clock;
    private final Database database;
    private final PurgeConfig config;

    EraseAccount(
            AccountClient accounts,
            BackupClient backups,
            RoundStore rounds,
            BeginErasure begin,
            ProveAct proveAct,
            IssueWarrant warrants,
            RecordPurged recordPurged,
            PurgeStore store,
            HoldPurge hold,
            PurgeClock clock,
            Database database,
            PurgeConfig config) {
        this.accounts = accounts;
        this.backups = backups;
        this.rounds = rounds;
        this.begin = begin;
        this.proveAct = proveAct;
        this.warrants = warrants;
        this.recordPurged = recordPurged;
        this.store = store;
        this.hold = hold;
        this.clock = clock;
        this.database = database;
        this.config = config;
    }

    Next step(PurgeRequest purge, boolean frozen) {
        if (clock.now(purge.id()).isAfter(purge.window().executeBy())) {
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
            return act(purge, receipt, proveAct.of(purge));
        } catch (AuditRefused | ProofInvalid | InvalidSignedToken | BeginErasure.OtherBackup e) {
            return holdWhenNothingIsUnderWay(purge, "no proof before the act: " + e.getMessage());
        } catch (Neighbour.Refused e) {
            return holdWhenNothingIsUnderWay(purge, e.getMessage());
        }
    }

    private Next act(PurgeRequest purge, Receipt receipt, ProvenEntry proof) {
        JsonNode objects = backups.objectVersions(receipt.backupId());
        Optional<String> warrant = warrants.issue(purge, receipt, proof);
        if (warrant.isEmpty()) {
            return Next.now();
        }
        try {
            recordPurged.record(
                    purge, accounts.erase(purge.subject().accountId(), warrant.get(), receipt.compact(), objects));
            return Next.done();
        } catch (Neighbour.Refused e) {
            return refused(purge, e);
        }
    }

    private Next refused(PurgeRequest purge, Neighbour.Refused refusal) {
        LOG.infof("%s: %s", purge.id(), refusal.getMessage());
        if (PASSES_BY_ITSELF.contains(refusal.code()) || refusal.code().equals("warrant-spent")) {
            return Next.in(config.look().progress());
        }
        PurgeRequest now = store.find(purge.id()).orElseThrow();
        return recordPurged.ifErased(now) ? Next.done() : hold.hold(now, refusal.getMessage());
    }

    /** While a warrant may still be at work, holding would call something held that is about to be gone. */
    private Next holdWhenNothingIsUnderWay(PurgeRequest purge, String why) {
        Instant out = purge.act().warrantExpiresAt();
        if (out != null && database.now().isBefore(out.plus(LONGEST_ERASURE))) {
            return Next.in(config.look().progress());
        }
        return hold.hold(purge, why);
    }
}
