package io.reprieve.audit.reconcile;

import io.reprieve.audit.log.LogDatabase;
import io.reprieve.audit.reconcile.Counted.Aggregate;
import io.reprieve.audit.reconcile.Counted.Newest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The SQL of counting the log. Writing needs the caller's transaction. */
@ApplicationScoped
class CountStore {
    /** @param size of the log that is counted */
    record Standing(long size, SourceTally tally) {}

    private static final String SAVE_TALLIES = "INSERT INTO log_source AS s (source, entries, digest) SELECT * FROM"
            + " unnest(?::text[], ?::bigint[], ?::bytea[]) ON CONFLICT (source) DO UPDATE"
            + " SET entries = excluded.entries, digest = excluded.digest WHERE s.entries < excluded.entries";
    private static final String SAVE_NEWEST = "INSERT INTO log_chain (source, subject, last_seq, last_hash) SELECT *"
            + " FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[]) ON CONFLICT (source, subject) DO UPDATE"
            + " SET last_seq = excluded.last_seq, last_hash = excluded.last_hash";
    private static final String SAVE_BREAK = "INSERT INTO log_break (index, source, subject, kind, expected_seq,"
            + " found_seq) VALUES (?, ?, ?, ?, ?, ?)";

    private final LogDatabase database;

    CountStore(LogDatabase database) {
        this.database = database;
    }

    Map<String, SourceTally> tallies() {
        return database.on("SELECT source, entries, digest FROM log_source", select -> {
            try (ResultSet rows = select.executeQuery()) {
                Map<String, SourceTally> tallies = new HashMap<>();
                while (rows.next()) {
                    tallies.put(rows.getString(1), new SourceTally(rows.getLong(2), rows.getBytes(3)));
                }
                return tallies;
            }
        });
    }

    /** What is counted of one source, as one moment sees it. */
    Standing standing(String source) {
        return database.on(
                "SELECT f.position, s.entries, s.digest FROM log_follower f LEFT JOIN log_source s ON s.source = ?"
                        + " WHERE f.name = '" + CountEntries.NAME + "'",
                select -> {
                    select.setString(1, source);
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        byte[] digest = row.getBytes(3);
                        return new Standing(
                                row.getLong(1),
                                digest == null ? SourceTally.NOTHING : new SourceTally(row.getLong(2), digest));
                    }
                });
    }

    Map<Aggregate, Newest> newest(Collection<Aggregate> aggregates) {
        return database.on(
                "SELECT c.source, c.subject, c.last_seq, c.last_hash FROM unnest(?::text[], ?::text[])"
                        + " AS wanted (source, subject) JOIN log_chain c"
                        + " ON c.source = wanted.source AND c.subject = wanted.subject",
                select -> {
                    List<Aggregate> wanted = List.copyOf(aggregates);
                    select.setArray(1, array(select, "text", wanted, Aggregate::source));
                    select.setArray(2, array(select, "text", wanted, Aggregate::subject));
                    try (ResultSet rows = select.executeQuery()) {
                        Map<Aggregate, Newest> newest = new HashMap<>();
                        while (rows.next()) {
                            newest.put(
                                    new Aggregate(rows.getString(1), rows.getString(2)),
                                    new Newest(rows.getLong(3), rows.getBytes(4)));
                        }
                        return newest;
                    }
                });
    }

    void save(Counted counted) {
        var tallies = List.copyOf(counted.tallies.entrySet());
        database.on(SAVE_TALLIES, save -> {
            save.setArray(1, array(save, "text", tallies, Map.Entry::getKey));
            save.setArray(2, array(save, "bigint", tallies, e -> e.getValue().entries()));
            save.setArray(
                    3, digests(save, tallies.stream().map(e -> e.getValue().digest())));
            return save.executeUpdate();
        });
        var newest = List.copyOf(counted.newest.entrySet());
        database.on(SAVE_NEWEST, save -> {
            save.setArray(1, array(save, "text", newest, e -> e.getKey().source()));
            save.setArray(2, array(save, "text", newest, e -> e.getKey().subject()));
            save.setArray(3, array(save, "bigint", newest, e -> e.getValue().seq()));
            save.setArray(4, digests(save, newest.stream().map(e -> e.getValue().hash())));
            return save.executeUpdate();
        });
        counted.breaks.forEach(this::save);
    }

    long breaks() {
        return database.on("SELECT count(*) FROM log_break", select -> {
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private void save(ChainBreak broken) {
        database.on(SAVE_BREAK, save -> {
            save.setLong(1, broken.index());
            save.setString(2, broken.source());
            save.setString(3, broken.subject());
            save.setString(4, broken.kind().name());
            save.setLong(5, broken.expectedSeq());
            save.setLong(6, broken.foundSeq());
            return save.executeUpdate();
        });
    }

    private static <T> Array array(PreparedStatement of, String type, List<T> items, Function<T, Object> value)
            throws SQLException {
        return of.getConnection().createArrayOf(type, items.stream().map(value).toArray());
    }

    private static Array digests(PreparedStatement of, Stream<byte[]> digests) throws SQLException {
        return of.getConnection().createArrayOf("bytea", digests.toArray(byte[][]::new));
    }
}
