package io.reprieve.purge.execution;

import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.facts.GatherFacts;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.GuardReport;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.policy.Policy;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.RequestTurnStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The evidence as it would be written this moment. */
@ApplicationScoped
public class CollectEvidence {
    private final GatherFacts facts;
    private final RequestTurnStore requestTurns;
    private final EvidenceStore evidence;
    private final PolicyInForce policy;

    CollectEvidence(GatherFacts facts, RequestTurnStore requestTurns, EvidenceStore evidence, PolicyInForce policy) {
        this.facts = facts;
        this.evidence = evidence;
        this.requestTurns = requestTurns;
        this.policy = policy;
    }

    /** @param report the same guards' words as in the evidence */
    public record Collected(PurgeEvidence evidence, GuardReport report, PurgeFacts facts) {}

    /** @param receipt of the backup that counts */
    public Collected about(PurgeRequest purge, Receipt receipt) {
        PurgeFacts found = facts.withBackup(purge, receipt);
        Holdings holdings = found.holdings() instanceof Fact.Known<Holdings> known ? known.value() : null;
        Policy rules = policy.now();
        GuardReport report = GuardReport.over(found);
        PurgeEvidence collected = PurgeEvidence.of(
                new PurgeEvidence.Case(
                        purge.subject().accountId(),
                        purge.ask().kind().name(),
                        receipt.epoch(),
                        requestTurns.newest(purge.id()).digest(),
                        rules.version(),
                        rules.quorum().of(subject(holdings, found, purge))),
                new PurgeEvidence.Proof(receipt.backupId(), receipt.contentDigest(), receipt.dataMapDigest()),
                report,
                holdings);
        return new Collected(collected, report, found);
    }

    /** Whether the rules are still those the evidence in force was collected under; if not, why nothing approved counts. */
    public Optional<String> rulesChanged(PurgeRequest purge) {
        String approvedUnder =
                evidence.current(purge.id()).orElseThrow().bound().policyVersion();
        String now = policy.now().version();
        return now.equals(approvedUnder)
                ? Optional.empty()
                : Optional.of("the policy changed: version %s, approved under %s".formatted(now, approvedUnder));
    }

    private static Policy.Subject subject(Holdings holdings, PurgeFacts found, PurgeRequest purge) {
        return new Policy.Subject(
                holdings == null ? null : new Policy.Size(holdings.rows(), holdings.objects()),
                found.recentlyActive(),
                purge.ask().requester().service());
    }
}
