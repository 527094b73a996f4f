package io.reprieve.account.deletion;

import io.reprieve.account.Sql;
import io.reprieve.account.registry.Accounts;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Account data that disappeared without a warrant, as somebody or something reported it. Reports are never taken back. */
@ApplicationScoped
public class UnsanctionedDeletions {
    /** A report; numbers grow, but not always in the order in which reports become visible. */
    public record Report(long number, String accountId, Instant at, Timeline.By by, String note) {}

    private final Accounts accounts;
    private final Timeline timeline;
    private final Sql sql;

    UnsanctionedDeletions(Accounts accounts, Timeline timeline, Sql sql) {
        this.accounts = accounts;
        this.timeline = timeline;
        this.sql = sql;
    }

    /** Writes the report down. */
    @Transactional
    public void report(String accountId, String note, Actor actor) {
        var account = accounts.require(accountId);
        timeline.record(Happening.of(
                        "deletion.unsanctioned",
                        account.id(),
                        actor,
                        Map.of("status", account.status().name()))
                .because(note));
    }

    /** Newest first. */
    public List<Report> newest(int limit) {
        return sql.list(
                row -> new Report(
                        row.getLong("id"),
                        row.getString("account_id"),
                        Sql.instant(row, "at"),
                        new Timeline.By(row.getString("actor_id"), row.getString("actor_kind")),
                        row.getString("note")),
                """
                SELECT *, detail ->> 'reason' AS note FROM timeline_entry
                 WHERE type = 'deletion.unsanctioned' ORDER BY id DESC LIMIT ?
                """,
                limit);
    }
}
