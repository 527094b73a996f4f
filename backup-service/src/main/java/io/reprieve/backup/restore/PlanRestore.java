package io.reprieve.backup.restore;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.browse.Archives;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.take.Backup;
import io.reprieve.backup.take.BackupStore;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import io.reprieve.edge.Sha256;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** Finds out what a restore would do, and keeps it, so that exactly that can be ordered. */
@ApplicationScoped
class PlanRestore {

    private final BackupStore backups;
    private final Archives archives;
    private final AccountEngine engine;
    private final PlanBeside planBeside;
    private final DatabaseTime time;
    private final Outbox outbox;

    PlanRestore(
            BackupStore backups,
            Archives archives,
            AccountEngine engine,
            PlanBeside planBeside,
            DatabaseTime time,
            Outbox outbox) {
        this.backups = backups;
        this.archives = archives;
        this.engine = engine;
        this.planBeside = planBeside;
        this.time = time;
        this.outbox = outbox;
    }

    SavedPlan plan(PlanRequest request, Actor actor) {
        Backup backup = backups.verified(Ids.require("bkp", request.backupId()));
        ArchiveReader archive = archives.archive(backup);
        SavedPlan saved = new SavedPlan();
        saved.id = Ids.next("rpl");
        saved.mode = request.mode().name();
        saved.onConflict = request.onConflictOrAbort().name();
        saved.selection = request.selection() == null ? null : Json.canonical(request.selection());
        fill(saved, archive);
        return QuarkusTransaction.requiringNew().call(() -> {
            saved.backupId = backup.id;
            saved.accountId = backup.accountId;
            saved.createdBy = actor.id();
            saved.createdAt = time.now();
            saved.persist();
            outbox.append(EventDraft.of("restore.planned", saved.id)
                    .account(backup.accountId)
                    .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                    .with("backupId", backup.id)
                    .with("mode", saved.mode)
                    .with("planHash", saved.planHash));
            return saved;
        });
    }

    private void fill(SavedPlan saved, ArchiveReader archive) {
        if (saved.beside()) {
            PlanView.Body body = archives.reading(
                    () -> planBeside.plan(archive, saved.scope().selection(), saved.id));
            saved.plan = Json.canonical(body);
            saved.planHash = Sha256.hex(("reprieve-beside-v2\n"
                            + archive.manifest().archive() + "\n"
                            + archive.manifest().digests().content() + "\n" + saved.selection + "\n" + saved.plan)
                    .getBytes(StandardCharsets.UTF_8));
            return;
        }
        RestorePlan plan = archives.reading(() -> planned(archive, saved));
        saved.planHash = plan.planHash();
        saved.plan = Json.canonical(PlanView.Body.of(plan));
    }

    private RestorePlan planned(ArchiveReader archive, SavedPlan saved) {
        try {
            return engine.planRestore(archive, archive.manifest().accountKey(), saved.scope());
        } catch (AccountRefused refused) {
            throw Problem.of(409, "restore-refused", "This cannot be restored as things are", refused.getMessage())
                    .with("findings", refused.findings());
        }
    }
}
