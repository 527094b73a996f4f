package io.reprieve.purge.freeze;

import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Stops everything where something shows that purges go wrong. In the transaction of the fact, so that nothing moves
 * forward between the two; people lift it as any other.
 */
@ApplicationScoped
public class AutomaticFreeze {
    private static final EventActor SELF = EventActor.service("purge-service");

    private final Freeze freeze;
    private final PolicyInForce policy;
    private final Outbox outbox;

    AutomaticFreeze(Freeze freeze, PolicyInForce policy, Outbox outbox) {
        this.freeze = freeze;
        this.policy = policy;
        this.outbox = outbox;
    }

    /** A purge was denied. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void denied() {
        Policy.AutomaticFreeze rule = policy.now().automaticFreeze();
        long denials = freeze.denials(rule.within());
        if (denials >= rule.denials()) {
            set("denials-piled-up", "%d purges were denied within %s".formatted(denials, rule.within()));
        }
    }

    /** What a purge took was put back. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void restoredAfter(String purgeId, String accountId) {
        if (policy.now().automaticFreeze().afterRestore()) {
            set("restore-after-purge", "a restore of %s followed its purge %s".formatted(accountId, purgeId));
        }
    }

    /** Data of an account disappeared without a warrant. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void deletedWithoutWarrant(String accountId) {
        set("unsanctioned-deletion", "an unsanctioned deletion was reported for " + accountId);
    }

    private void set(String rule, String reason) {
        if (freeze.set(reason, SELF.id())) {
            outbox.append(EventDraft.of("freeze.set", "freeze")
                    .by(SELF)
                    .reason(reason)
                    .with("rule", rule));
        }
    }
}
