package io.reprieve.backup.restore;

import io.reprieve.accountdata.BesideContent;
import io.reprieve.accountdata.Finding;
import io.reprieve.accountdata.ObjectEntry;
import io.reprieve.accountdata.RestoreScope;
import io.reprieve.accountdata.ScratchBucket;
import io.reprieve.accountdata.ScratchDatabase;
import io.reprieve.accountdata.TableContent;
import io.reprieve.backup.archive.ArchiveReader;
import io.reprieve.backup.keys.BackupKeys;
import io.reprieve.backup.product.ScratchObjects;
import io.reprieve.edge.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What would lie beside the product. Where all is wanted the manifest says it; a selection is tried out on the rows. */
@ApplicationScoped
class PlanBeside {

    private final ScratchDatabase scratch;
    private final ScratchObjects files;
    private final BackupKeys keys;

    PlanBeside(ScratchDatabase scratch, ScratchObjects files, BackupKeys keys) {
        this.scratch = scratch;
        this.files = files;
        this.keys = keys;
    }

    PlanView.Body plan(ArchiveReader archive, RestoreScope.Selection selection) {
        List<TableContent> tables = archive.contents();
        List<Finding> findings = new ArrayList<>();
        if (selection != null) {
            BesideContent tried = scratch.tryOut(
                    archive, selection, keys.digestKey(archive.manifest().accountId()), Ids.next("rpl"));
            tables = tried.tables();
            findings.addAll(tried.findings());
        }
        List<ObjectEntry> objects = ScratchBucket.current(archive.objects(), selection);
        boolean left = !objects.isEmpty() && files.bucket().isEmpty();
        if (left) {
            findings.add(new Finding(
                    Finding.Severity.NOTE,
                    "objects-stay",
                    objects.size() + " objects",
                    "stay in the vault, since REPRIEVE_SCRATCH_BUCKET names no bucket to put them in: they are downloaded from"
                            + " the backup"));
        }
        return PlanView.Body.beside(tables, left ? 0 : objects.size(), findings);
    }
}
