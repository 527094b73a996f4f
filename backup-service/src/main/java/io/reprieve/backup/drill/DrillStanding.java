package io.reprieve.backup.drill;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How all accounts stand with their rehearsals, as few numbers. */
@ApplicationScoped
class DrillStanding {

    private static final String QUERY = """
            WITH newest AS (
                SELECT DISTINCT ON (account_id) account_id, state, seconds, table_rows, finished_at
                FROM drill WHERE state <> 'RUNNING' ORDER BY account_id, finished_at DESC)
            SELECT count(*) FILTER (WHERE n.account_id IS NULL) AS never,
                count(*) FILTER (WHERE n.state = 'FAILED') AS failed,
                coalesce(extract(epoch FROM clock_timestamp() - min(n.finished_at) FILTER (WHERE n.state = 'SUCCEEDED'))::float8,
                    'NaN') AS oldest,
                coalesce(max(greatest(n.seconds, n.table_rows / ?::float8)) FILTER (WHERE n.state = 'SUCCEEDED'), 'NaN') AS worst
            FROM (SELECT DISTINCT account_id FROM backup WHERE state = 'VERIFIED') b LEFT JOIN newest n USING (account_id)
            """;

    private final AgroalDataSource database;
    private final DrillStore drills;

    DrillStanding(AgroalDataSource database, DrillStore drills) {
        this.database = database;
        this.drills = drills;
    }

    /**
     * Over the accounts that have a verified backup, each by its newest drill that ended.
     *
     * @param never how many have had none
     * @param failed of how many it failed
     * @param oldestSeconds how long ago that was where it is longest and went well; NaN where none did
     * @param worstPrediction seconds that bringing back the slowest of them would take; NaN where none went well
     */
    record Standing(double never, double failed, double oldestSeconds, double worstPrediction) {

        static final Standing UNKNOWN = new Standing(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    Standing now() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setObject(1, drills.restoreRate().orElse(Double.POSITIVE_INFINITY));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Standing(
                        row.getDouble("never"),
                        row.getDouble("failed"),
                        row.getDouble("oldest"),
                        row.getDouble("worst"));
            }
        }
    }
}
