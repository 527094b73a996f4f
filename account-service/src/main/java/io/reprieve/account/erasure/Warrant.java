package io.reprieve.account.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Evidence;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * purge-service's signed order to erase one account at one epoch for one purge request.
 *
 * @param id {@code wrt_…}
 * @param evidence what the approvers saw
 * @param keyTurnIds the key turns it relies on, to be found in our own record
 */
record Warrant(
        String id,
        String purgeRequestId,
        String accountId,
        String accountKey,
        long epoch,
        String kind,
        String contentDigest,
        String receiptSha256,
        Evidence evidence,
        String requestDigest,
        List<String> keyTurnIds,
        AuditProof auditProof) {
    static final String TYP = "reprieve-warrant+jwt";

    /** That the act was written to the log before: its entry, under a checkpoint the log signed. */
    record AuditProof(String eventId, long index, long treeSize, String checkpoint) {}

    static Warrant of(JsonNode claims) {
        var proof = claims.path("auditProof");
        return new Warrant(
                Claims.text(claims, "jti"),
                Claims.text(claims, "purgeRequestId"),
                Claims.text(claims, "accountId"),
                Claims.text(claims, "accountKey"),
                Claims.number(claims, "epoch"),
                Claims.text(claims, "kind"),
                Claims.text(claims, "contentDigest"),
                Claims.text(claims, "receiptSha256"),
                Evidence.parse(Claims.text(claims, "evidence")),
                Claims.text(claims, "requestDigest"),
                StreamSupport.stream(claims.path("keyTurns").spliterator(), false)
                        .map(turn -> Claims.text(turn, "id"))
                        .toList(),
                new AuditProof(
                        Claims.text(proof, "eventId"),
                        Claims.number(proof, "index"),
                        Claims.number(proof, "treeSize"),
                        Claims.text(proof, "checkpoint")));
    }
}
