package io.reprieve.purge.warrant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Evidence;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.SignedTokens;
import io.reprieve.outbox.ProvenEntry;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.approval.ApprovalStore;
import io.reprieve.purge.backup.Receipt;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.freeze.Freeze;
import io.reprieve.purge.lifecycle.PurgeState;
import io.reprieve.purge.request.Cause;
import io.reprieve.purge.request.EvidenceStore;
import io.reprieve.purge.request.PurgeClock;
import io.reprieve.purge.request.PurgeRequest;
import io.reprieve.purge.request.PurgeStore;
import io.reprieve.purge.request.RequestTurnStore;
import io.reprieve.purge.request.TransitionPurge;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Signs the order to erase one account, at one epoch, for one purge, once: after the last look under the row's lock. */
@ApplicationScoped
public class IssueWarrant {
    private static final String WARRANT = "reprieve-warrant+jwt";

    private final SignedTokens.Signer signer;
    private final PurgeConfig config;
    private final Database database;
    private final PurgeStore store;
    private final EvidenceStore evidence;
    private final RequestTurnStore requestTurns;
    private final ApprovalStore approvals;
    private final TransitionPurge transition;
    private final Freeze freeze;
    private final PurgeClock clock;

    IssueWarrant(
            PurgeConfig config,
            Database database,
            PurgeStore store,
            EvidenceStore evidence,
            RequestTurnStore requestTurns,
            ApprovalStore approvals,
            TransitionPurge transition,
            Freeze freeze,
            PurgeClock clock) {
        this.signer = SignedTokens.signer(Path.of(config.signingKey().orElseThrow()), "purge-service");
        this.config = config;
        this.database = database;
        this.store = store;
        this.evidence = evidence;
        this.requestTurns = requestTurns;
        this.approvals = approvals;
        this.transition = transition;
        this.freeze = freeze;
        this.clock = clock;
    }

    /**
     * The warrant in compact form; it is on record, with its expiry, before it exists outside.
     *
     * @return empty when the purge was reprieved meanwhile
     * @throws io.reprieve.purge.freeze.Frozen during a freeze
     */
    public Optional<String> issue(PurgeRequest purge, Receipt receipt, ProvenEntry proof) {
        return database.callInTransaction(() -> {
            freeze.requireNone();
            PurgeRequest locked = store.lock(purge.id());
            if (!(locked.state() instanceof PurgeState.Erasing) || locked.act().reprieveAskedBy() != null) {
                return Optional.empty();
            }
            Instant now = clock.now(purge.id());
            String id = Ids.next("wrt");
            ObjectNode claims = claims(locked, receipt, proof).put("jti", id);
            transition.note(
                    purge.id(),
                    Cause.self("warrant.issued", null)
                            .with("warrantId", id)
                            .with("epoch", purge.fence().epoch())
                            .with("receiptSha256", receipt.sha256())
                            .with("executingEventId", proof.eventId()));
            store.warrantOut(purge.id(), id, now.plus(config.warrantTtl()));
            return Optional.of(signed(claims, now));
        });
    }

    String signed(ObjectNode claims, Instant now) {
        return signer.withClock(Clock.fixed(now, ZoneOffset.UTC)).sign(WARRANT, claims, config.warrantTtl());
    }

    private ObjectNode claims(PurgeRequest purge, Receipt receipt, ProvenEntry proof) {
        Evidence bound = evidence.current(purge.id()).orElseThrow().bound();
        RequestTurnStore.RequestTurn request = requestTurns.newest(purge.id());
        ArrayNode keyTurns = JsonNodeFactory.instance.arrayNode();
        keyTurns.addObject()
                .put("id", request.keyTurnId())
                .put("turn", "REQUEST")
                .put("personId", request.personId());
        for (ApprovalStore.Approval approval : approvals.counting(purge.id())) {
            keyTurns.addObject()
                    .put("id", approval.keyTurnId())
                    .put("turn", "APPROVAL")
                    .put("personId", approval.personId());
        }
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("aud", "account-service")
                .put("purgeRequestId", purge.id())
                .put("accountId", purge.subject().accountId())
                .put("accountKey", purge.subject().accountKey())
                .put("epoch", purge.fence().epoch())
                .put("kind", purge.ask().kind().name())
                .put("contentDigest", receipt.contentDigest())
                .put("receiptSha256", receipt.sha256())
                .put("evidence", bound.canonical())
                .put("requestDigest", request.digest())
                .put("nbf", purge.window().notBefore().getEpochSecond());
        claims.set("keyTurns", keyTurns);
        claims.set("auditProof", Json.tree(proof));
        return claims;
    }
}
