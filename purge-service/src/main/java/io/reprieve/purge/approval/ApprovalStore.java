package io.reprieve.purge.approval;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.edge.Json;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.request.PurgeRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The approvals given; only those over the evidence in force count. */
@ApplicationScoped
public class ApprovalStore {
    private final Database database;

    ApprovalStore(Database database) {
        this.database = database;
    }

    /**
     * @param groups the approver was in then
     * @param counts whether it is over the evidence in force
     */
    public record Approval(
            String personId,
            String subject,
            String evidenceDigest,
            String comment,
            String keyTurnId,
            Set<String> groups,
            Instant at,
            boolean counts) {}

    void put(
            PurgeRequest purge,
            String evidenceDigest,
            Hand hand,
            Set<String> groups,
            String comment,
            String keyTurnId) {
        database.update(
                """
                INSERT INTO approval (purge_id, requester_person, round, evidence_number, evidence_digest, person_id,
                                      subject, client, auth_time, comment, key_turn_id, groups)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                purge.id(),
                purge.ask().requester().personId(),
                purge.round(),
                purge.evidenceNumber(),
                evidenceDigest,
                hand.personId(),
                hand.subject(),
                hand.client(),
                hand.authTime(),
                comment,
                keyTurnId,
                Json.tree(new TreeSet<>(groups)));
    }

    /** Every approval ever given, oldest first. */
    public List<Approval> all(String purgeId) {
        return database.list(
                """
                SELECT a.*, (a.evidence_number = p.evidence_number AND a.round = p.round) AS counts
                  FROM approval a JOIN purge_request p ON p.id = a.purge_id
                 WHERE a.purge_id = ? ORDER BY a.at
                """,
                row -> new Approval(
                        row.text("person_id"),
                        row.text("subject"),
                        row.text("evidence_digest"),
                        row.text("comment"),
                        row.text("key_turn_id"),
                        StreamSupport.stream(row.json("groups").spliterator(), false)
                                .map(JsonNode::textValue)
                                .collect(Collectors.toSet()),
                        row.instant("at"),
                        row.flag("counts")),
                purgeId);
    }

    public List<Approval> counting(String purgeId) {
        return all(purgeId).stream().filter(Approval::counts).toList();
    }

    public List<Keys.Holder> holders(String purgeId) {
        return counting(purgeId).stream()
                .map(a -> new Keys.Holder(a.personId(), a.subject(), false))
                .toList();
    }
}
