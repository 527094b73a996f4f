package io.reprieve.account.timeline;

import io.reprieve.account.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The signs of life in the accounts' own record. */
@ApplicationScoped
public class SignsOfLife {
    /** When a sign of this kind (LOGIN, PAYMENT …) was last reported. */
    public record Newest(String kind, Instant at) {}

    private final Sql sql;

    SignsOfLife(Sql sql) {
        this.sql = sql;
    }

    /** The newest of each kind. */
    public List<Newest> newest(String accountId) {
        return sql.list(row -> new Newest(row.getString("kind"), Sql.instant(row, "at")), """
                SELECT detail ->> 'kind' AS kind, max(at) AS at FROM timeline_entry
                 WHERE account_id = ? AND type = 'account.sign-of-life' GROUP BY 1 ORDER BY 2 DESC
                """, accountId);
    }
}
