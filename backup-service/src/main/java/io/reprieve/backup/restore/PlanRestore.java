package io.reprieve.backup.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.AccountRefused;
import io.reprieve.accountdata.RestorePlan;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.browse.Archives;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds out what a restore would do, and keeps it, so that exactly that can be ordered. */
@ApplicationScoped
class PlanRestore {

    private final BackupStore backups;
    private final Archives archives;
    private final AccountEngine engine;
    private final BackupKeys keys;
    private final DatabaseTime time;
    private final Outbox outbox;

    PlanRestore(
            BackupStore backups,
            Archives archives,
            AccountEngine engine,
            BackupKeys keys,
            DatabaseTime time,
            Outbox outbox) {
        this.backups = backups;
        this.archives = archives;
        this.engine = engine;
        this.keys = keys;
        this.time = time;
        this.outbox = outbox;
    }

    SavedPlan plan(String backupId, Actor actor) {
        Backup backup = backups.verified(backupId);
        ArchiveReader archive = archives.archive(backup);
        RestorePlan plan = archives.reading(() -> planned(archive, backup));
        return QuarkusTransaction.requiringNew().call(() -> {
            SavedPlan saved = new SavedPlan();
            saved.id = Ids.next("rpl");
            saved.backupId = backup.id;
            saved.accountId = backup.accountId;
            saved.mode = PlanRequest.Mode.IN_PLACE.name();
            saved.onConflict = PlanRequest.OnConflict.ABORT.name();
            saved.planHash = plan.planHash();
            saved.plan = Json.canonical(PlanView.Body.of(plan));
            saved.createdBy = actor.id();
            saved.createdAt = time.now();
            saved.persist();
            outbox.append(EventDraft.of("restore.planned", saved.id)
                    .account(backup.accountId)
                    .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                    .with("backupId", backup.id)
                    .with("planHash", plan.planHash()));
            return saved;
        });
    }

    private RestorePlan planned(ArchiveReader archive, Backup backup) {
        try {
            return engine.planRestore(archive, archive.manifest().accountKey(), keys.digestKey(backup.accountId));
        } catch (AccountRefused refused) {
            throw Problem.of(409, "restore-refused", "This cannot be restored as things are", refused.getMessage())
                    .with("findings", refused.findings());
        }
    }
}
