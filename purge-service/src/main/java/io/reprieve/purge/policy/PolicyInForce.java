package io.reprieve.purge.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * The newest policy on record. It began as the configuration; two people change it ({@link ChangePolicy}); and when the
 * configuration itself is another than it was, the rules that differ there change too, on record.
 */
@ApplicationScoped
public class PolicyInForce {
    private static final int BEFORE_THE_SCHEDULER = 100;

    private final PolicyConfig config;
    private final PolicyStore store;
    private final Outbox outbox;

    PolicyInForce(PolicyConfig config, PolicyStore store, Outbox outbox) {
        this.config = config;
        this.store = store;
        this.outbox = outbox;
    }

    /** Read anew each time: another replica may have taken the change. */
    public Policy now() {
        PolicyStore.Recorded newest = store.newest().orElseThrow();
        return PolicyContent.read(newest.version(), newest.content());
    }

    @Transactional
    void record(@Observes @Priority(BEFORE_THE_SCHEDULER) StartupEvent started) {
        ObjectNode configured = PolicyContent.of(Policy.configured(config));
        store.lock();
        Optional<PolicyStore.Recorded> newest = store.newest();
        ObjectNode wanted = newest.map(was -> PolicyContent.reconfigured(was.content(), was.configured(), configured))
                .orElse(configured);
        boolean asItWas = newest.filter(
                        was -> was.content().equals(wanted) && was.configured().equals(configured))
                .isPresent();
        if (asItWas) {
            return;
        }
        EventDraft changed = EventDraft.of("policy.changed", "policy")
                .by(EventActor.service("purge-service"))
                .reason("configuration")
                .with("version", store.configured(wanted, configured))
                .with("policy", wanted);
        outbox.append(
                newest.isEmpty()
                        ? changed
                        : changed.with(
                                "changes", PolicyContent.changes(newest.get().content(), wanted)));
    }
}
