package io.reprieve.backup.browse;

import io.reprieve.backup.take.Backup;
import io.reprieve.edge.refusal.KnownSubjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Backups, and comparisons as looks into them: whoever is not let in to one is on record with it and its account. */
@ApplicationScoped
class KnownBackups implements KnownSubjects {
    @Override
    public Optional<Subject> find(String id) {
        Optional<Backup> backup = id.startsWith("cmp_")
                ? Backup.find("id = (select c.backupId from BackupComparison c where c.id = ?1)", id)
                        .firstResultOptional()
                : Backup.findByIdOptional(id);
        return backup.map(known -> new Subject(known.id, known.accountId));
    }
}
