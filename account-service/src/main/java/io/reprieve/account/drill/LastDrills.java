package io.reprieve.account.drill;

import io.reprieve.account.Sql;
import io.reprieve.account.timeline.Happening;
import io.reprieve.account.timeline.Timeline;
import io.reprieve.edge.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The newest drill of each account. */
@ApplicationScoped
public class LastDrills {
    private final Sql sql;
    private final Timeline timeline;

    LastDrills(Sql sql, Timeline timeline) {
        this.sql = sql;
        this.timeline = timeline;
    }

    /** Empty before any was told of. */
    public Optional<LastDrill> of(String accountId) {
        return Optional.ofNullable(of(List.of(accountId)).get(accountId));
    }

    /** By account; those without any are not in it. */
    public Map<String, LastDrill> of(List<String> accountIds) {
        return sql
                .list(
                        row -> Map.entry(row.getString("account_id"), drill(row)),
                        "SELECT * FROM last_drill WHERE account_id = ANY (?)",
                        (Object) accountIds.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Takes it over, and puts it on record, unless it or a newer one was told of already: tellings may come late, and more than once. */
    @Transactional
    void tell(String accountId, LastDrill drill, Actor actor) {
        if (takesOver(accountId, drill)) {
            timeline.record(Happening.of(
                    "account.drilled",
                    accountId,
                    actor,
                    Map.of(
                            "drillId",
                            drill.drillId(),
                            "state",
                            drill.state().name(),
                            "endedAt",
                            drill.endedAt().toString())));
        }
    }

    private boolean takesOver(String accountId, LastDrill drill) {
        return sql.update(
                        """
                        INSERT INTO last_drill
                            (account_id, drill_id, state, ended_at, seconds, predicted_restore_seconds)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (account_id) DO UPDATE SET drill_id = EXCLUDED.drill_id, state = EXCLUDED.state,
                            ended_at = EXCLUDED.ended_at, seconds = EXCLUDED.seconds,
                            predicted_restore_seconds = EXCLUDED.predicted_restore_seconds
                        WHERE last_drill.ended_at <= EXCLUDED.ended_at AND last_drill.drill_id <> EXCLUDED.drill_id
                        """,
                        accountId,
                        drill.drillId(),
                        drill.state().name(),
                        drill.endedAt(),
                        drill.seconds(),
                        drill.predictedRestoreSeconds())
                == 1;
    }

    private static LastDrill drill(ResultSet row) throws SQLException {
        return new LastDrill(
                row.getString("drill_id"),
                LastDrill.State.valueOf(row.getString("state")),
                Sql.instant(row, "ended_at"),
                row.getObject("seconds", Double.class),
                row.getObject("predicted_restore_seconds", Double.class));
    }
}
