package io.reprieve.purge.evidence;

import io.reprieve.edge.Evidence;
import io.reprieve.purge.guard.GuardReport;
import io.reprieve.purge.guard.GuardResult;
import io.reprieve.purge.guard.Holdings;
import java.util.List;

/**
 * What an approver sees. What they bind themselves to is {@code bound}; the rest is shown, and may change without making
 * an approval void.
 *
 * @param bound null for a request that was blocked before it had a backup
 * @param footprint null when it could not be learnt
 */
public record PurgeEvidence(Evidence bound, Holdings footprint, List<GuardResult> guards) {

    public PurgeEvidence {
        guards = List.copyOf(guards);
    }

    /**
     * What a request is, apart from what was found about it.
     *
     * @param approvers how many the policy asks for
     */
    public record Case(
            String accountId, String kind, long epoch, String requestDigest, String policyVersion, int approvers) {}

    /** The backup an approval is about; digests are hex. */
    public record Proof(String backupId, String contentDigest, String dataMapDigest) {}

    public static PurgeEvidence of(Case about, Proof proof, GuardReport report, Holdings footprint) {
        Evidence bound = new Evidence(
                about.accountId(),
                about.approvers(),
                proof.backupId(),
                proof.contentDigest(),
                proof.dataMapDigest(),
                about.epoch(),
                report.results().stream()
                        .map(r -> new Evidence.Guard(r.name(), r.outcome().name()))
                        .toList(),
                about.kind(),
                about.policyVersion(),
                about.requestDigest());
        return new PurgeEvidence(bound, footprint, report.results());
    }

    /** Guards without anything to approve. */
    public static PurgeEvidence blocked(GuardReport report, Holdings footprint) {
        return new PurgeEvidence(null, footprint, report.results());
    }
}
