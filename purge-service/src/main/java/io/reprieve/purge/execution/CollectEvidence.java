package io.reprieve.purge.execution;

import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.evidence.PurgeEvidence;
import io.reprieve.purge.facts.GatherFacts;
import io.reprieve.purge.guard.Fact;
import io.reprieve.purge.guard.GuardReport;
import io.reprieve.purge.guard.Holdings;
import io.reprieve.purge.guard.PurgeFacts;
import io.reprieve.purge.policy.PolicyInForce;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.RequestTurnStore;
import jakarta.enterprise.context.ApplicationScoped;

/** The evidence as it would be written this moment. */
@ApplicationScoped
public class CollectEvidence {
    private final GatherFacts facts;
    private final RequestTurnStore requestTurns;
    private final PolicyInForce policy;

    CollectEvidence(GatherFacts facts, RequestTurnStore requestTurns, PolicyInForce policy) {
        this.facts = facts;
        this.requestTurns = requestTurns;
        this.policy = policy;
    }

    /** @param report the same guards' words as in the evidence */
    public record Collected(PurgeEvidence evidence, GuardReport report, PurgeFacts facts) {}

    /** @param receipt of the backup that counts */
    public Collected about(PurgeRequest purge, Receipt receipt) {
        PurgeFacts found = facts.withBackup(purge, receipt);
        GuardReport report = GuardReport.over(found);
        PurgeEvidence evidence = PurgeEvidence.of(
                new PurgeEvidence.Case(
                        purge.subject().accountId(),
                        purge.ask().kind().name(),
                        receipt.epoch(),
                        requestTurns.newest(purge.id()).digest(),
                        policy.now().version()),
                new PurgeEvidence.Proof(receipt.backupId(), receipt.contentDigest(), receipt.dataMapDigest()),
                report,
                found.holdings() instanceof Fact.Known<Holdings> known ? known.value() : null);
        return new Collected(evidence, report, found);
    }
}
