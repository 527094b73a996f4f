package io.reprieve.purge.request;

import io.reprieve.edge.refusal.KnownSubjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Purge requests by their id, accounts by having had one. */
@ApplicationScoped
class KnownPurges implements KnownSubjects {
    private final PurgeStore store;

    KnownPurges(PurgeStore store) {
        this.store = store;
    }

    @Override
    public Optional<Subject> find(String id) {
        if (id.startsWith("acc_")) {
            // Which accounts there are, account-service knows; it was asked before anything was refused here.
            return Optional.of(new Subject(id, id));
        }
        return store.find(id).map(purge -> new Subject(id, purge.subject().accountId()));
    }
}
