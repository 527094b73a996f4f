package io.reprieve.purge.request;

import io.reprieve.edge.Cursor;
import io.reprieve.edge.Evidence;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.approval.Groups;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.execution.RoundStore;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.lifecycle.StateName;
import io.reprieve.purge.notice.NoticeStore;
import io.reprieve.purge.policy.PolicyInForce;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads purge requests for callers. */
@ApplicationScoped
public class PurgeViews {
    private static final Set<StateName> CLOCK_SHOWN =
            Set.of(StateName.COOLING_OFF, StateName.ERASING, StateName.PURGED, StateName.RESTORED);

    private final Database database;
    private final EvidenceStore evidence;
    private final ApprovalStore approvals;
    private final RoundStore rounds;
    private final PolicyInForce policy;
    private final HistoryStore history;
    private final AllowedActions allowedActions;
    private final FenceProbeStore probes;
    private final NoticeStore notices;

    PurgeViews(
            Database database,
            EvidenceStore evidence,
            ApprovalStore approvals,
            RoundStore rounds,
            PolicyInForce policy,
            HistoryStore history,
            AllowedActions allowedActions,
            FenceProbeStore probes,
            NoticeStore notices) {
        this.database = database;
        this.evidence = evidence;
        this.approvals = approvals;
        this.rounds = rounds;
        this.policy = policy;
        this.history = history;
        this.allowedActions = allowedActions;
        this.probes = probes;
        this.notices = notices;
    }

    /** One line of the list. */
    public record Summary(
            String id,
            String accountId,
            String accountName,
            String kind,
            String state,
            String why,
            PurgeView.RequesterView requester,
            Instant notBefore,
            Duration remaining,
            Instant expiresAt,
            Instant createdAt,
            Instant updatedAt) {}

    /** Null members do not narrow. {@code actor}: whoever appears in a request's history. */
    public record Filter(
            StateName state, String accountId, String kind, String actor, Instant from, Instant to, Cursor after) {}

    /** Newest first, one more than the limit if there are more. */
    public List<PurgeRequest> list(Filter filter, int limit) {
        return database.list(
                PurgeRow.SELECT + """
                     WHERE (?::text IS NULL OR p.state = ?::text)
                       AND (?::text IS NULL OR p.account_id = ?::text)
                       AND (?::text IS NULL OR p.kind = ?::text)
                       AND (?::text IS NULL OR p.requester_person = ?::text OR EXISTS
                            (SELECT 1 FROM purge_history h WHERE h.purge_id = p.id AND h.actor_id = ?::text))
                       AND (?::timestamptz IS NULL OR p.created_at >= ?::timestamptz)
                       AND (?::timestamptz IS NULL OR p.created_at < ?::timestamptz)
                       AND (?::timestamptz IS NULL OR (p.created_at, p.id) < (?::timestamptz, ?::text))
                     ORDER BY p.created_at DESC, p.id DESC LIMIT ?
                    """,
                PurgeRow::read,
                filter.state(),
                filter.state(),
                filter.accountId(),
                filter.accountId(),
                filter.kind(),
                filter.kind(),
                filter.actor(),
                filter.actor(),
                filter.actor(),
                filter.from(),
                filter.from(),
                filter.to(),
                filter.to(),
                filter.after() == null ? null : filter.after().part(0),
                filter.after() == null ? null : filter.after().part(0),
                filter.after() == null ? null : filter.after().part(1),
                limit + 1);
    }

    public static Cursor cursor(PurgeRequest purge) {
        return Cursor.of(purge.createdAt(), purge.id());
    }

    public Summary summary(PurgeRequest p) {
        return new Summary(
                p.id(),
                p.subject().accountId(),
                p.subject().accountName(),
                p.ask().kind().name(),
                p.state().name().name(),
                p.why(),
                requester(p),
                notBefore(p),
                remaining(p),
                expiresAt(p),
                p.createdAt(),
                p.updatedAt());
    }

    public PurgeView whole(PurgeRequest p) {
        List<ApprovalStore.Approval> given = approvals.all(p.id());
        List<Set<String>> groups = given.stream()
                .filter(ApprovalStore.Approval::counts)
                .map(ApprovalStore.Approval::groups)
                .toList();
        Instant notBefore = notBefore(p);
        return new PurgeView(
                p.id(),
                p.subject().accountId(),
                p.subject().accountName(),
                p.subject().accountKey(),
                p.subject().survivorAccountId(),
                p.ask().kind().name(),
                p.ask().reason(),
                p.ask().ticket(),
                p.state().name().name(),
                p.why(),
                requester(p),
                // Evidence that came after the request was read is for the next look.
                p.evidenceNumber() == null
                        ? null
                        : evidence.current(p.id()).map(e -> evidence(p, e)).orElse(null),
                new PurgeView.Quorum(
                        p.quorum(),
                        groups.size(),
                        Groups.missing(policy.now().quorum().groups(), groups)),
                given.stream().map(PurgeViews::approval).toList(),
                p.fence().stands()
                        ? new PurgeView.FenceView(
                                p.fence().epoch(),
                                p.fence().since(),
                                probes.find(p.id()).orElse(null))
                        : null,
                notBefore,
                notBefore == null ? null : p.window().executeBy(),
                remaining(p),
                expiresAt(p),
                p.window().notBefore() == null
                        ? List.of()
                        : notices.of(p.id(), p.window().notBefore()),
                p.act().warrantId(),
                p.act().reprieveAskedBy() != null && p.state() instanceof PurgeState.Erasable,
                p.tombstone(),
                history.of(p.id()),
                allowedActions.of(p),
                p.createdAt(),
                p.updatedAt());
    }

    private PurgeView.EvidenceView evidence(PurgeRequest purge, PurgeEvidence found) {
        Evidence bound = found.bound();
        if (bound == null) {
            return new PurgeView.EvidenceView(
                    null, null, null, null, null, null, found.footprint(), found.guards(), null, null, null, null);
        }
        Receipt receipt = rounds.find(purge.id(), purge.evidenceRound())
                .map(RoundStore.Round::receipt)
                .orElseThrow();
        return new PurgeView.EvidenceView(
                bound.digest(),
                bound.canonical(),
                bound.epoch(),
                bound.policyVersion(),
                bound.contentDigest(),
                bound.dataMapDigest(),
                found.footprint(),
                found.guards(),
                bound.backupId(),
                receipt.compact(),
                receipt.lockedUntil(),
                receipt.lockEnforced());
    }

    private static PurgeView.ApprovalView approval(ApprovalStore.Approval a) {
        return new PurgeView.ApprovalView(
                a.personId(), a.evidenceDigest(), a.comment(), a.keyTurnId(), a.at(), a.counts());
    }

    private Duration remaining(PurgeRequest p) {
        Instant notBefore = p.window().notBefore();
        if (!(p.state() instanceof PurgeState.CoolingOff) || notBefore == null) {
            return null;
        }
        Duration left = Duration.between(database.now(), notBefore);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static PurgeView.RequesterView requester(PurgeRequest p) {
        PurgeRequest.Requester requester = p.ask().requester();
        return new PurgeView.RequesterView(
                requester.personId(), requester.service() ? "service" : "person", requester.client());
    }

    private static Instant notBefore(PurgeRequest p) {
        return CLOCK_SHOWN.contains(p.state().name()) ? p.window().notBefore() : null;
    }

    private static Instant expiresAt(PurgeRequest p) {
        if (p.state() instanceof PurgeState.AwaitingApproval awaiting) {
            return awaiting.expiresAt();
        }
        return p.state() instanceof PurgeState.Held held ? held.expiresAt() : null;
    }
}
