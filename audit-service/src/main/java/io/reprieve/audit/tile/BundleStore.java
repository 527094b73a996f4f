package io.reprieve.audit.tile;

import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL of entry bundles. */
@ApplicationScoped
public class BundleStore {
    private final LogDatabase database;

    BundleStore(LogDatabase database) {
        this.database = database;
    }

    /** So many leaves from an index on. @throws LogDamaged which of them is the first that is not there */
    public List<byte[]> leaves(long from, int count) {
        return database.on(
                "SELECT index, leaf FROM log_entry WHERE index >= ? AND index < ? ORDER BY index", select -> {
                    select.setLong(1, from);
                    select.setLong(2, from + count);
                    List<byte[]> leaves = read(select, from);
                    if (leaves.size() != count) {
                        throw missing(from + leaves.size());
                    }
                    return leaves;
                });
    }

    private static List<byte[]> read(PreparedStatement select, long from) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<byte[]> leaves = new ArrayList<>();
            while (rows.next()) {
                if (rows.getLong(1) != from + leaves.size()) {
                    throw missing(from + leaves.size());
                }
                leaves.add(rows.getBytes(2));
            }
            return leaves;
        }
    }

    private static LogDamaged missing(long index) {
        return new LogDamaged("entry " + index + " is missing");
    }

    /** Leaves as a bundle has them: each behind its length in two bytes, the higher first. */
    public static byte[] bundle(List<byte[]> leaves) {
        var out = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            out.write(leaf.length >>> Byte.SIZE);
            out.write(leaf.length);
            out.writeBytes(leaf);
        }
        return out.toByteArray();
    }
}
