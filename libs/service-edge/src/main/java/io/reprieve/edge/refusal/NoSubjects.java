package io.reprieve.edge.refusal;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** For a service that does not say which ids it knows. */
@DefaultBean
@ApplicationScoped
class NoSubjects implements KnownSubjects {
    @Override
    public Optional<Subject> find(String id) {
        return Optional.empty();
    }
}
