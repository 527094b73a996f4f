package io.reprieve.purge.warrant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.inject.Vetoed;
import java.time.Instant;

/** Warrants whose text is their claims: what is in them is under test, not the signature. */
@Vetoed
public class PlainWarrants extends IssueWarrant {
    public PlainWarrants(
            PurgeConfig config,
            Database database,
            PurgeStore store,
            EvidenceStore evidence,
            RequestTurnStore requestTurns,
            ApprovalStore approvals,
            TransitionPurge transition,
            Freeze freeze,
            PurgeClock clock) {
        super(config, database, store, evidence, requestTurns, approvals, transition, freeze, clock);
    }

    @Override
    String signed(ObjectNode claims, Instant now) {
        return claims.put("exp", now.plusSeconds(180).getEpochSecond()).toString();
    }
}
