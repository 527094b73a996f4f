package io.reprieve.account.registry;

import io.reprieve.edge.refusal.KnownSubjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The accounts that are registered. */
@ApplicationScoped
class KnownAccounts implements KnownSubjects {
    private final Accounts accounts;

    KnownAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<Subject> find(String id) {
        return accounts.findByIdOptional(id).map(account -> new Subject(id, id));
    }
}
