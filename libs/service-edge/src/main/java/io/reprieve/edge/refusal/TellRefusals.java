package io.reprieve.edge.refusal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.reprieve.edge.refusal.KnownSubjects.Subject;
import io.reprieve.edge.refusal.RefusedCalls.Count;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Counts refused calls in the database and has them told, each kind in a transaction of its own. */
@ApplicationScoped
class TellRefusals {
    /** Past so many kinds of one caller and rule in a window, the rest are told together. */
    private static final int MOST_OF_ONE = 50;

    private static final Subject NONE = new Subject("", null);

    private final RefusalStore store;
    private final RefusalLog log;
    private final KnownSubjects subjects;
    private final Duration window;

    TellRefusals(
            RefusalStore store,
            RefusalLog log,
            KnownSubjects subjects,
            @ConfigProperty(name = "reprieve.refusals.window", defaultValue = "PT5M") Duration window) {
        this.store = store;
        this.log = log;
        this.subjects = subjects;
        this.window = window;
    }

    /** Adds to what is untold; the first of its kind is told here and now. */
    @Transactional
    public void count(RefusedCall seen, Count count) {
        Subject subject = subject(seen);
        RefusedCall call = seen.about(subject.id());
        if (store.kindsBeside(call) >= MOST_OF_ONE) {
            subject = NONE;
            call = call.amongOthers();
        }
        if (store.add(call, subject.accountId(), count)) {
            store.takeUntold(call).ifPresent(log::refused);
        }
    }

    private Subject subject(RefusedCall seen) {
        return seen.subject().isEmpty() ? NONE : subjects.find(seen.subject()).orElse(NONE);
    }

    /** Tells what windows that ended have counted; where nothing was, the row goes. */
    public void due() {
        while (tellOneDue()) {
            // The next.
        }
    }

    private boolean tellOneDue() {
        return QuarkusTransaction.requiringNew().call(() -> {
            var due = store.due(window);
            due.flatMap(store::takeUntold).ifPresent(log::refused);
            return due.isPresent();
        });
    }
}
