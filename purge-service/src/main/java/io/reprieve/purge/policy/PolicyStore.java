package io.reprieve.purge.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.purge.approval.Hand;
import io.reprieve.purge.approval.Keys;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every policy there ever was, and what was proposed. */
@ApplicationScoped
class PolicyStore {
    private final Database database;

    PolicyStore(Database database) {
        this.database = database;
    }

    /** @param configured what the configuration said then */
    record Recorded(String version, ObjectNode content, ObjectNode configured, Instant since) {}

    record Proposal(
            int id, String baseVersion, ObjectNode content, String reason, Keys.Holder by, Instant at, Instant until) {}

    /** Keeps any other change from happening until this transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    void lock() {
        database.update("LOCK TABLE policy IN SHARE ROW EXCLUSIVE MODE");
    }

    Optional<Recorded> newest() {
        return database.one(
                "SELECT version, content, configured, since FROM policy ORDER BY version DESC LIMIT 1",
                row -> new Recorded(
                        row.text("version"),
                        (ObjectNode) row.json("content"),
                        (ObjectNode) row.json("configured"),
                        row.instant("since")));
    }

    String configured(ObjectNode content, ObjectNode configured) {
        return database.one(
                        "INSERT INTO policy (content, configured) VALUES (?, ?) RETURNING version",
                        row -> row.text("version"),
                        content,
                        configured)
                .orElseThrow();
    }

    String confirmed(Proposal proposal, ObjectNode configured, String confirmedBy) {
        return database.one(
                        """
                        INSERT INTO policy (content, configured, proposal_id, proposed_by, confirmed_by)
                        VALUES (?, ?, ?, ?, ?) RETURNING version
                        """,
                        row -> row.text("version"),
                        proposal.content(),
                        configured,
                        proposal.id(),
                        proposal.by().personId(),
                        confirmedBy)
                .orElseThrow();
    }

    void propose(String baseVersion, ObjectNode content, String reason, Hand hand) {
        database.update(
                """
                INSERT INTO policy_proposal (base_version, content, reason, person_id, subject, client, auth_time)
                VALUES (?::int, ?, ?, ?, ?, ?, ?)
                """, baseVersion, content, reason, hand.personId(), hand.subject(), hand.client(), hand.authTime());
    }

    /** Proposals that change this version and can still be confirmed, oldest first. */
    List<Proposal> proposals(String baseVersion, Duration stands) {
        return database.list("""
                SELECT *, at + ?::interval AS until FROM policy_proposal
                 WHERE base_version = ?::int AND at + ?::interval > clock_timestamp() ORDER BY id
                """, PolicyStore::proposal, stands.toString(), baseVersion, stands.toString());
    }

    private static Proposal proposal(Row row) {
        return new Proposal(
                row.integer("id"),
                row.text("base_version"),
                (ObjectNode) row.json("content"),
                row.text("reason"),
                new Keys.Holder(row.text("person_id"), row.text("subject"), false),
                row.instant("at"),
                row.instant("until"));
    }
}
