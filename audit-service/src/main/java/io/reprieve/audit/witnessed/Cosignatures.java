package io.reprieve.audit.witnessed;

import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;

/** The SQL of cosignatures: one a witness and size, the first it gave. */
@ApplicationScoped
public class Cosignatures {
    private static final String WITNESSED = "SELECT c.note || (SELECT string_agg(k.line, '' ORDER BY k.witness)"
            + " FROM log_cosignature k WHERE k.size = c.size) FROM log_checkpoint c WHERE c.size ="
            + " (SELECT size FROM log_cosignature WHERE witness = ANY (?) GROUP BY size HAVING count(*) = ?"
            + " ORDER BY size DESC LIMIT 1) ORDER BY c.number DESC LIMIT 1";

    private final LogDatabase database;
    private final WitnessConfig config;

    Cosignatures(LogDatabase database, WitnessConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Remembers that a witness cosigned the log of this size. */
    void keep(long size, String witness, CosignatureLine line) {
        database.on(
                "INSERT INTO log_cosignature (size, witness, line) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                statement -> {
                    statement.setLong(1, size);
                    statement.setString(2, witness);
                    statement.setString(3, line.line());
                    return statement.executeUpdate();
                });
    }

    /** The largest log that this witness cosigned; 0 when there is none. */
    long newest(String witness) {
        return database.on("SELECT coalesce(max(size), 0) FROM log_cosignature WHERE witness = ?", statement -> {
            statement.setString(1, witness);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** A checkpoint's note with the cosignatures it has so far. */
    public String cosigned(Checkpoint checkpoint) {
        return database.on(
                "SELECT coalesce(string_agg(line, '' ORDER BY witness), '') FROM log_cosignature WHERE size = ?",
                statement -> {
                    statement.setLong(1, checkpoint.size());
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return checkpoint.note() + row.getString(1);
                    }
                });
    }

    /** The newest checkpoint that every witness cosigned, with their lines; empty when there is none. */
    public Optional<String> newestWitnessed() {
        Object[] witnesses =
                config.url().orElse(List.of()).stream().map(URI::toString).toArray();
        return database.on(WITNESSED, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("text", witnesses));
            statement.setInt(2, witnesses.length);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }
}
