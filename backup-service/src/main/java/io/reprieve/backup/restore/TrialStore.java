package io.reprieve.backup.restore;

import io.reprieve.accountdata.scratch.BesideContent;
import io.reprieve.backup.operation.DatabaseTime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What plans left beside the product, in the database. */
@ApplicationScoped
class TrialStore {

    /** Long enough to read a plan and order it; whoever comes later has the archive loaded again. */
    private static final Duration KEPT = Duration.ofHours(1);

    private final DatabaseTime time;

    TrialStore(DatabaseTime time) {
        this.time = time;
    }

    /** Said before anything lies there, so that it is dropped in time whatever becomes of the plan. */
    @Transactional
    void begins(String planId) {
        Trial trial = new Trial();
        trial.planId = planId;
        trial.keptUntil = time.now().plus(KEPT);
        trial.persist();
    }

    @Transactional
    void lies(String planId, BesideContent content) {
        Trial.update("tableRows = ?1, rowsDigest = ?2 where planId = ?3", content.rows(), content.rowsDigest(), planId);
    }

    /** Empty where there was none, or it came to nothing. */
    @Transactional
    Optional<Trial> of(String planId) {
        return Trial.<Trial>findByIdOptional(planId).filter(trial -> trial.rowsDigest != null);
    }

    @Transactional
    List<String> overdue() {
        return Trial.<Trial>list("keptUntil < ?1", time.now()).stream()
                .map(trial -> trial.planId)
                .toList();
    }

    @Transactional
    void gone(String planId) {
        Trial.deleteById(planId);
    }
}
