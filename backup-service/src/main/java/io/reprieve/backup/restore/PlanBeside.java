package io.reprieve.backup.restore;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.objects.ScratchBucket;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.scratch.BesideContent;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.product.ScratchObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * What would lie beside the product. Where all is wanted the manifest says it; a selection is loaded, and stays for the restore to take
 * over.
 */
@ApplicationScoped
class PlanBeside {

    private final ScratchDatabase scratch;
    private final ScratchObjects files;
    private final BackupKeys keys;
    private final TrialStore trials;

    PlanBeside(ScratchDatabase scratch, ScratchObjects files, BackupKeys keys, TrialStore trials) {
        this.scratch = scratch;
        this.files = files;
        this.keys = keys;
        this.trials = trials;
    }

    PlanView.Body plan(ArchiveReader archive, RestoreScope.Selection selection, String planId) {
        List<TableContent> tables = archive.contents();
        List<Finding> findings = new ArrayList<>();
        if (selection != null) {
            try {
                BesideContent tried = tried(archive, selection, planId);
                tables = tried.tables();
                findings.addAll(tried.findings());
            } catch (AccountRefused refused) {
                findings.addAll(refused.findings());
            }
        }
        List<ObjectEntry> objects = ScratchBucket.current(archive.objects(), selection);
        boolean left = !objects.isEmpty() && files.bucket().isEmpty();
        if (left) {
            findings.add(note(
                    "objects-stay",
                    objects.size() + " objects",
                    "stay in the vault, since REPRIEVE_SCRATCH_BUCKET names no bucket to put them in: they are downloaded from"
                            + " the backup"));
        }
        int older = ScratchBucket.older(archive.objects(), selection);
        if (older > 0) {
            findings.add(
                    note(
                            "older-versions-stay",
                            older + " versions",
                            "of objects, older than the current ones or deleted, stay in the vault: beside the product lies what was"
                                    + " current. GET /backups/{id}/object-versions lists them, and they are downloaded from there"));
        }
        return PlanView.Body.beside(tables, left ? 0 : objects.size(), findings);
    }

    private static Finding note(String rule, String subject, String message) {
        return new Finding(Finding.Severity.NOTE, rule, subject, message);
    }

    private BesideContent tried(ArchiveReader archive, RestoreScope.Selection selection, String planId) {
        trials.begins(planId);
        BesideContent content = scratch.restore(
                archive, selection, keys.digestKey(archive.manifest().accountId()), Trial.schemaOf(planId), null);
        // Where the archive is not what the manifest says the restore loads it again, and fails by that.
        if (content.archived().rowsDigest().equals(archive.manifest().digests().rows())) {
            trials.lies(planId, content);
        }
        return content;
    }
}
