package io.reprieve.backup.compare;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The sealed rows of comparisons. */
@ApplicationScoped
class ComparisonRows {

    private final AgroalDataSource database;

    ComparisonRows(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * One sealed row.
     *
     * @param part a table's ordinal, or {@code objects}
     * @param position in the part, from 0
     * @param verdict how it differs
     * @param sealed its values
     */
    record Sealed(String part, int position, String verdict, byte[] sealed) {}

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void add(BackupComparison comparison, List<Sealed> rows) {
        String insert = "INSERT INTO comparison_row (comparison_id, attempt, part, position, verdict, sealed)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            for (Sealed row : rows) {
                statement.setString(1, comparison.id);
                statement.setInt(2, comparison.attempt);
                statement.setString(3, row.part());
                statement.setInt(4, row.position());
                statement.setString(5, row.verdict());
                statement.setBytes(6, row.sealed());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("rows of a comparison cannot be kept", e);
        }
    }

    /** Rows of a part from a position on, of one verdict or, for null, of all. */
    @Transactional
    List<Sealed> page(BackupComparison comparison, String part, String verdict, int from, int limit) {
        String select = "SELECT position, verdict, sealed FROM comparison_row WHERE comparison_id = ? AND attempt = ?"
                + " AND part = ? AND position >= ? AND verdict = coalesce(?, verdict) ORDER BY position LIMIT ?";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, comparison.id);
            statement.setInt(2, comparison.attempt);
            statement.setString(3, part);
            statement.setInt(4, from);
            statement.setString(5, verdict);
            statement.setInt(6, limit);
            List<Sealed> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Sealed(part, row.getInt(1), row.getString(2), row.getBytes(3)));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("rows of a comparison cannot be read", e);
        }
    }

    /** Deletes what was kept of a comparison. */
    @Transactional
    void forget(String comparisonId) {
        delete("DELETE FROM comparison_row WHERE comparison_id = '" + comparisonId + "'");
    }

    /** Deletes what was kept of every comparison that has expired. */
    @Transactional
    void forgetExpired() {
        delete("DELETE FROM comparison_row r USING comparison c WHERE c.id = r.comparison_id AND c.expires_at < now()");
    }

    private void delete(String sql) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("rows of a comparison cannot be deleted", e);
        }
    }
}
