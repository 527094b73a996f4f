package io.reprieve.audit.tile;

import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The SQL of entry bundles. */
@ApplicationScoped
class BundleStore {
    private final DataSource dataSource;

    BundleStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Writes so many entries from this index on, each behind its length in two bytes, the higher first. */
    void write(long from, int count, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT leaf FROM log_entry WHERE index >= ? AND index < ? ORDER BY index")) {
            select.setLong(1, from);
            select.setLong(2, from + count);
            int written = 0;
            try (ResultSet rows = select.executeQuery()) {
                for (; rows.next(); written++) {
                    byte[] leaf = rows.getBytes(1);
                    out.writeShort(leaf.length);
                    out.write(leaf);
                }
            }
            if (written != count) {
                throw new LogDamaged("of the entries from " + from + " on " + (count - written) + " are missing");
            }
            out.flush();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
