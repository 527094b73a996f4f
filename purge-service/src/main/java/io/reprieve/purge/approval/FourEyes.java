package io.reprieve.purge.approval;

import io.reprieve.edge.EffectiveRoles;
import io.reprieve.purge.approval.KeyRefused.Rule;
import io.reprieve.purge.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The choke point: every key of every purge, and of every change of the policy, passes here when it is turned, and again
 * before the act. It trusts the token for who is calling and Keycloak alone for what they may do; what Keycloak does not
 * say is a no.
 */
@ApplicationScoped
public class FourEyes {
    static final String REQUESTER = "purge-requester";
    static final String APPROVER = "purge-approver";
    static final String PLATFORM_ADMIN = "platform-admin";

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
        requireNotBoth(hand);
        requireRequester(hand.asHolder());
    }

    /**
     * May this hand turn the approval key?
     *
     * @param now by the database
     * @return the groups this approver stands for
     * @throws KeyRefused not-human, person-unknown, own-request, same-person, both-roles, role-lost, stale-sign-in,
     *     account-too-new, same-department
     * @throws RolesUnknown when Keycloak does not answer
     */
    public Set<String> mayApprove(Hand hand, Keys keys, Instant now, Policy rules) {
        requirePerson(hand);
        if (keys.requestedAs(hand.subject())) {
            throw new KeyRefused(Rule.OWN_REQUEST);
        }
        if (keys.requestedBy(hand.personId()) || keys.approvedBy(hand.personId(), hand.subject())) {
            throw new KeyRefused(Rule.SAME_PERSON);
        }
        requireFreshSignIn(hand, now, rules);
        requireNotBoth(hand);
        EffectiveRoles.Known approver = requireApprover(hand.asHolder(), now, rules);
        if (rules.approver().otherDepartment()) {
            keys.requesters().stream()
                    .filter(requester -> !requester.service())
                    .forEach(requester -> requireOtherDepartment(approver, ask(requester.subject())));
        }
        return approver.groups();
    }

    /**
     * Do all keys still count, by what their holders are today?
     *
     * @return the groups each approver stands for
     * @throws KeyRefused when somebody lost the role, gained the other, was disabled, or is somebody else now
     * @throws RolesUnknown when Keycloak does not answer
     */
    public List<Set<String>> stillCount(Keys keys, Instant now, Policy rules) {
        List<EffectiveRoles.Known> people = new ArrayList<>();
        for (Keys.Holder requester : keys.requesters()) {
            EffectiveRoles.Known known = requireRequester(requester);
            if (!requester.service()) {
                people.add(known);
            }
            if (keys.approvedBy(requester.personId(), requester.subject())) {
                throw new KeyRefused(Rule.OWN_REQUEST);
            }
        }
        List<Set<String>> groups = new ArrayList<>();
        for (Keys.Holder approver : keys.approvers()) {
            EffectiveRoles.Known known = requireApprover(approver, now, rules);
            if (rules.approver().otherDepartment()) {
                people.forEach(requester -> requireOtherDepartment(known, requester));
            }
            groups.add(known.groups());
        }
        if (keys.approvers().stream().map(Keys.Holder::personId).distinct().count()
                != keys.approvers().size()) {
            throw new KeyRefused(Rule.SAME_PERSON);
        }
        return groups;
    }

    /**
     * May this hand propose another policy, or confirm one?
     *
     * @param proposer whose proposal it would confirm; null for a proposal
     * @throws KeyRefused not-human, person-unknown, same-person, role-lost, stale-sign-in, account-too-new
     * @throws RolesUnknown when Keycloak does not answer
     */
    public void mayChangePolicy(Hand hand, Keys.Holder proposer, Instant now, Policy rules) {
        requirePerson(hand);
        requireFreshSignIn(hand, now, rules);
        requireOldEnough(requireHolds(hand.asHolder(), PLATFORM_ADMIN), now, rules);
        if (proposer != null) {
            if (proposer.personId().equals(hand.personId())
                    || proposer.subject().equals(hand.subject())) {
                throw new KeyRefused(Rule.SAME_PERSON);
            }
            requireOldEnough(requireHolds(proposer, PLATFORM_ADMIN), now, rules);
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

    private static void requireFreshSignIn(Hand hand, Instant now, Policy rules) {
        List<String> acr = rules.approver().acr();
        boolean strong = acr.isEmpty() || (hand.acr() != null && acr.contains(hand.acr()));
        if (!strong || hand.authTime().isBefore(now.minus(rules.signInMaxAge()))) {
            throw KeyRefused.staleSignIn(rules);
        }
    }

    private static void requireNotBoth(Hand hand) {
        if (hand.roles().containsAll(Set.of(REQUESTER, APPROVER))) {
            throw new KeyRefused(Rule.BOTH_ROLES);
        }
    }

    private EffectiveRoles.Known requireRequester(Keys.Holder holder) {
        return requireHolds(holder, REQUESTER, APPROVER);
    }

    private EffectiveRoles.Known requireApprover(Keys.Holder holder, Instant now, Policy rules) {
        EffectiveRoles.Known known = requireHolds(holder, APPROVER, REQUESTER);
        requireOldEnough(known, now, rules);
        return known;
    }

    private EffectiveRoles.Known requireHolds(Keys.Holder holder, String needed, String... excluded) {
        EffectiveRoles.Known known = ask(holder.subject());
        if (Set.of(excluded).stream().anyMatch(known.roles()::contains)) {
            throw new KeyRefused(Rule.BOTH_ROLES);
        }
        if (!known.enabled() || !known.roles().contains(needed)) {
            throw new KeyRefused(Rule.ROLE_LOST);
        }
        // A person_id that was moved to another user since cannot make two people of one.
        if (!holder.service()
                && !known.attributes().getOrDefault("person_id", List.of()).contains(holder.personId())) {
            throw new KeyRefused(Rule.PERSON_UNKNOWN);
        }
        return known;
    }

    private static void requireOldEnough(EffectiveRoles.Known known, Instant now, Policy rules) {
        Instant latest = now.minus(rules.approver().accountAge());
        if (known.createdAt() == null || known.createdAt().isAfter(latest)) {
            throw new KeyRefused(Rule.ACCOUNT_TOO_NEW);
        }
    }

    private static void requireOtherDepartment(EffectiveRoles.Known approver, EffectiveRoles.Known requester) {
        List<String> one = approver.attributes().getOrDefault("department", List.of());
        List<String> other = requester.attributes().getOrDefault("department", List.of());
        if (one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains)) {
            throw new KeyRefused(Rule.SAME_DEPARTMENT);
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
