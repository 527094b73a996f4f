package io.reprieve.purge.approval;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.purge.approval.KeyRefused.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The choke point: every key of every purge passes here when it is turned, and again before the act. It trusts the token
 * for who is calling and Keycloak alone for what they may do; what Keycloak does not say is a no.
 */
@ApplicationScoped
public class FourEyes {
    static final String REQUESTER = "purge-requester";
    static final String APPROVER = "purge-approver";

    private final EffectiveRoles effectiveRoles;

    public FourEyes(EffectiveRoles effectiveRoles) {
        this.effectiveRoles = effectiveRoles;
    }

    /**
     * May this hand turn the request key (again)?
     *
     * @param keys what was turned before; empty for a new request
     * @throws KeyRefused not-human, person-unknown, same-person, both-roles, role-lost
     * @throws RolesUnknown when Keycloak does not answer
     */
    public void mayRequest(Hand hand, Keys keys) {
        if (!hand.serviceAccount()) {
            requirePerson(hand);
        }
        if (keys.approvedBy(hand.requesterId(), hand.subject())) {
            throw new KeyRefused(Rule.SAME_PERSON);
        }
        requireOnly(hand, REQUESTER, APPROVER);
    }

    /**
     * May this hand turn the approval key?
     *
     * @param now by the database
     * @throws KeyRefused not-human, person-unknown, own-request, same-person, both-roles, role-lost, stale-sign-in
     * @throws RolesUnknown when Keycloak does not answer
     */
    public void mayApprove(Hand hand, Keys keys, Instant now, Duration signInMaxAge) {
        requirePerson(hand);
        if (keys.requestedBy(hand.personId(), hand.subject())) {
            throw new KeyRefused(Rule.OWN_REQUEST);
        }
        if (keys.approvedBy(hand.personId(), hand.subject())) {
            throw new KeyRefused(Rule.SAME_PERSON);
        }
        if (hand.authTime().isBefore(now.minus(signInMaxAge))) {
            throw new KeyRefused(Rule.STALE_SIGN_IN);
        }
        requireOnly(hand, APPROVER, REQUESTER);
    }

    /**
     * Do all keys still count, by what their holders are today?
     *
     * @throws KeyRefused when somebody lost the role, gained the other, was disabled, or is somebody else now
     * @throws RolesUnknown when Keycloak does not answer
     */
    public void stillCount(Keys keys) {
        for (Keys.Holder requester : keys.requesters()) {
            requireStill(requester, REQUESTER, APPROVER);
            if (keys.approvedBy(requester.personId(), requester.subject())) {
                throw new KeyRefused(Rule.OWN_REQUEST);
            }
        }
        for (Keys.Holder approver : keys.approvers()) {
            requireStill(approver, APPROVER, REQUESTER);
        }
        if (keys.approvers().stream().map(Keys.Holder::personId).distinct().count()
                != keys.approvers().size()) {
            throw new KeyRefused(Rule.SAME_PERSON);
        }
    }

    private static void requirePerson(Hand hand) {
        if (!hand.human() || hand.serviceAccount() || hand.authTime() == null) {
            throw new KeyRefused(Rule.NOT_HUMAN);
        }
        if (hand.personId() == null || hand.personId().isBlank()) {
            throw new KeyRefused(Rule.PERSON_UNKNOWN);
        }
    }

    private void requireOnly(Hand hand, String needed, String excluded) {
        if (hand.roles().contains(excluded)) {
            throw new KeyRefused(Rule.BOTH_ROLES);
        }
        EffectiveRoles.Known known = ask(hand.subject());
        requireRoles(known, needed, excluded);
        requireSamePerson(known, hand.serviceAccount() ? null : hand.personId());
    }

    private void requireStill(Keys.Holder holder, String needed, String excluded) {
        EffectiveRoles.Known known = ask(holder.subject());
        requireRoles(known, needed, excluded);
        requireSamePerson(known, holder.service() ? null : holder.personId());
    }

    private static void requireRoles(EffectiveRoles.Known known, String needed, String excluded) {
        Set<String> roles = known.roles();
        if (roles.contains(excluded)) {
            throw new KeyRefused(Rule.BOTH_ROLES);
        }
        if (!known.enabled() || !roles.contains(needed)) {
            throw new KeyRefused(Rule.ROLE_LOST);
        }
    }

    /** A person_id that was moved to another user since cannot make two people of one. */
    private static void requireSamePerson(EffectiveRoles.Known known, String personId) {
        List<String> recorded = known.attributes().get("person_id");
        if (personId != null && recorded != null && !recorded.contains(personId)) {
            throw new KeyRefused(Rule.PERSON_UNKNOWN);
        }
    }

    private EffectiveRoles.Known ask(String subject) {
        EffectiveRoles.Answer answer = effectiveRoles.of(subject);
        if (answer instanceof EffectiveRoles.Known known) {
            return known;
        }
        throw new RolesUnknown(((EffectiveRoles.Unknown) answer).reason());
    }
}
