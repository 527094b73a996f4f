package io.reprieve.purge.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Actor;
import io.reprieve.edge.IfMatch;
import io.reprieve.edge.Problem;
import io.reprieve.edge.ProfileNow;
import io.reprieve.outbox.EventActor;
import io.reprieve.outbox.EventDraft;
import io.reprieve.outbox.Outbox;
import io.reprieve.purge.approval.FourEyes;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Changes the rules everything else is decided by, and so takes two keys itself: the first person proposes, a second
 * repeats the same rules over the same version. What was approved under the old version is void from then on.
 */
@ApplicationScoped
public class ChangePolicy {
    static final Duration PROPOSAL_STANDS = Duration.ofDays(1);

    private final FourEyes fourEyes;
    private final PolicyStore store;
    private final Database database;
    private final Outbox outbox;

    ChangePolicy(FourEyes fourEyes, PolicyStore store, Database database, Outbox outbox) {
        this.fourEyes = fourEyes;
        this.store = store;
        this.database = database;
        this.outbox = outbox;
    }

    /** @param ifMatch as it came; null when it did not */
    public record Asked(String ifMatch, ObjectNode rules, String reason) {}

    /**
     * @return whether it is in force; false: a second person has to say the same
     * @throws Problem 428, 412 by If-Match; 422 {@code policy-malformed, policy-unsafe, reason-missing, reason-too-long}
     */
    public boolean change(Asked asked, Hand hand, Actor actor) {
        PolicyStore.Recorded inForce = store.newest().orElseThrow();
        Policy rules = PolicyContent.read(inForce.version(), inForce.content());
        fourEyes.mayChangePolicy(hand, null, database.now(), rules);
        IfMatch.require(asked.ifMatch(), inForce.version());
        Policy next = safe(PolicyContent.asked(rules, asked.rules()));
        ObjectNode wanted = PolicyContent.of(next);
        if (wanted.equals(inForce.content())) {
            return true;
        }
        // Whoever puts rules in force can live under them: nobody locks themselves out of changing them back.
        fourEyes.mayChangePolicy(hand, null, database.now(), next);
        if (asked.reason() == null || asked.reason().isBlank()) {
            throw Problem.of(422, "reason-missing", "Give a reason", "Say why the rules are to change.")
                    .error("reason", "must not be blank");
        }
        if (asked.reason().length() > EventDraft.LONGEST_REASON) {
            throw Problem.of(
                            422,
                            "reason-too-long",
                            "The reason is too long",
                            "It has " + asked.reason().length() + " characters; at most " + EventDraft.LONGEST_REASON
                                    + " go into the audit log.")
                    .error("reason", "must have at most " + EventDraft.LONGEST_REASON + " characters");
        }
        List<PolicyStore.Proposal> same = store.proposals(inForce.version(), PROPOSAL_STANDS).stream()
                .filter(proposal -> proposal.content().equals(wanted))
                .toList();
        if (same.stream().anyMatch(proposal -> proposal.by().equals(hand.asHolder()))) {
            return false;
        }
        if (!same.isEmpty()) {
            fourEyes.mayChangePolicy(hand, same.get(0).by(), database.now(), rules);
        }
        database.inTransaction(() -> {
            store.lock();
            IfMatch.require(asked.ifMatch(), store.newest().orElseThrow().version());
            if (same.isEmpty()) {
                store.propose(inForce.version(), wanted, asked.reason(), hand);
                outbox.append(event("policy.proposed", actor, asked.reason(), inForce, wanted));
            } else {
                PolicyStore.Proposal proposal = same.get(0);
                String version = store.confirmed(proposal, inForce.configured(), hand.personId());
                outbox.append(event("policy.changed", actor, asked.reason(), inForce, wanted)
                        .with("version", version)
                        .with("proposedBy", proposal.by().personId())
                        .with("policy", wanted));
            }
        });
        return !same.isEmpty();
    }

    private static Policy safe(Policy policy) {
        Optional<Problem> unsafe = PolicyFaults.in(policy, ProfileNow.isLocalOrTest()).stream()
                .map(fault -> Problem.of(422, "policy-unsafe", "No policy may say that", "See errors for each rule.")
                        .error(fault.field(), fault.why()))
                .reduce((one, next) -> one.error(
                        next.errors().get(0).field(), next.errors().get(0).message()));
        if (unsafe.isPresent()) {
            throw unsafe.get();
        }
        return policy;
    }

    private static EventDraft event(
            String type, Actor actor, String reason, PolicyStore.Recorded inForce, ObjectNode wanted) {
        return EventDraft.of(type, "policy")
                .by(new EventActor(actor.id(), actor.kind(), actor.clientId()))
                .reason(reason)
                .with("base", inForce.version())
                .with("changes", PolicyContent.changes(inForce.content(), wanted));
    }
}
