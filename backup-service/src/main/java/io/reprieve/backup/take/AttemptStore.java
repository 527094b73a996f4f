package io.reprieve.backup.take;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.agroal.api.AgroalDataSource;
import io.reprieve.backup.archive.Manifest.ObjectPart;
import io.reprieve.backup.archive.WrappedKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attempts under way in the database; each write is refused once another process has taken the attempt over. */
@ApplicationScoped
class AttemptStore {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final TypeReference<List<WrappedKey>> KEYS = new TypeReference<>() {};
    private static final String MINE = " WHERE backup_id = ? AND name = ? AND run = ?";

    private final AgroalDataSource database;

    AttemptStore(AgroalDataSource database) {
        this.database = database;
    }

    /** Begins an attempt; whatever was recorded of an earlier one is forgotten. */
    @Transactional
    Attempt begin(String backupId, String name, List<WrappedKey> keys) {
        change("DELETE FROM attempt WHERE backup_id = ?", backupId);
        change(
                "INSERT INTO attempt (backup_id, name, run, begun_at, keys, locks_kept)"
                        + " VALUES (?, ?, 1, clock_timestamp(), ?, true)",
                backupId,
                name,
                json(keys));
        return new Attempt(backupId, name, 1, keys, true, Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * Takes an attempt over from whichever process was at it.
     *
     * @param mostRuns after so many it is taken to be at fault itself
     * @param youngerThanSeconds the first locks of an older one may have ended
     * @return it, if it got as far as having all tables in the vault
     */
    @Transactional
    Optional<Attempt> takeOver(String backupId, int mostRuns, long youngerThanSeconds) {
        int taken = change(
                "UPDATE attempt SET run = run + 1 WHERE backup_id = ? AND rows IS NOT NULL AND run < ?"
                        + " AND begun_at > clock_timestamp() - make_interval(secs => ?)",
                backupId,
                mostRuns,
                (double) youngerThanSeconds);
        return taken == 1 ? Optional.of(read(backupId)) : Optional.empty();
    }

    @Transactional
    void rows(Attempt attempt, Attempt.Rows rows, boolean locksKept) {
        mine(attempt, "rows = ?, locks_kept = locks_kept AND ?", json(rows), locksKept);
    }

    @Transactional
    void objects(Attempt attempt, List<ObjectPart> objects, boolean locksKept) {
        mine(attempt, "locks_kept = locks_kept AND ?", locksKept);
        for (ObjectPart object : objects) {
            change(
                    "INSERT INTO attempt_object (backup_id, key, version_id, part) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    attempt.backupId(),
                    object.object().key(),
                    object.object().versionId(),
                    json(object));
        }
    }

    @Transactional
    void sealed(Attempt attempt, SealedManifest sealed, boolean locksKept) {
        mine(
                attempt,
                "manifest_key = ?, manifest_version_id = ?, manifest_sha256 = ?, locks_kept = locks_kept AND ?",
                sealed.key(),
                sealed.versionId(),
                sealed.sha256(),
                locksKept);
    }

    /** Forgets an attempt that came to its end, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    void ended(Attempt attempt) {
        if (change("DELETE FROM attempt" + MINE, attempt.backupId(), attempt.name(), attempt.run()) == 0) {
            throw new Attempt.TakenOver(attempt.archive());
        }
    }

    /** Forgets whatever is recorded of a backup that failed, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    void forget(String backupId) {
        change("DELETE FROM attempt WHERE backup_id = ?", backupId);
    }

    private void mine(Attempt attempt, String set, Object... values) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.addAll(List.of(attempt.backupId(), attempt.name(), attempt.run()));
        if (change("UPDATE attempt SET " + set + MINE, all.toArray()) == 0) {
            throw new Attempt.TakenOver(attempt.archive());
        }
    }

    private Attempt read(String backupId) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        prepared(connection, "SELECT * FROM attempt WHERE backup_id = ?", backupId);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String manifestKey = row.getString("manifest_key");
            return new Attempt(
                    backupId,
                    row.getString("name"),
                    row.getInt("run"),
                    JSON.readValue(row.getString("keys"), KEYS),
                    row.getBoolean("locks_kept"),
                    Optional.of(JSON.readValue(row.getString("rows"), Attempt.Rows.class)),
                    objects(connection, backupId),
                    manifestKey == null
                            ? Optional.empty()
                            : Optional.of(new SealedManifest(
                                    manifestKey,
                                    row.getString("manifest_version_id"),
                                    row.getString("manifest_sha256"))));
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException("the attempt at " + backupId + " cannot be read", e);
        }
    }

    private static List<ObjectPart> objects(Connection connection, String backupId)
            throws SQLException, JsonProcessingException {
        List<ObjectPart> objects = new ArrayList<>();
        try (PreparedStatement statement =
                        prepared(connection, "SELECT part FROM attempt_object WHERE backup_id = ?", backupId);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                objects.add(JSON.readValue(rows.getString(1), ObjectPart.class));
            }
        }
        return objects;
    }

    private int change(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("an attempt cannot be recorded", e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an attempt cannot be written as JSON", e);
        }
    }
}
