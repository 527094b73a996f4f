package io.reprieve.purge.request;

import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.lifecycle.Action;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What people may ask of a purge now: what its state offers, and during a freeze of that only what stops it. */
@ApplicationScoped
class AllowedActions {
    private final Freeze freeze;

    AllowedActions(Freeze freeze) {
        this.freeze = freeze;
    }

    /** On the wire: approve, deny, release, reprieve. */
    List<String> of(PurgeRequest purge) {
        boolean frozen = freeze.isOn();
        return purge.state().allowedActions().stream()
                .filter(action -> !frozen || action.stops())
                .map(Action::wire)
                .toList();
    }
}
