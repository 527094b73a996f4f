package io.reprieve.journey;

import io.reprieve.localstack.DatabaseAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Events written straight into purge-service's outbox, each the first of an aggregate of its own, at a pace of so many
 * commits; its relay carries them. Goes on over crashes: what counts is what the outbox holds in the end.
 */
final class OutboxLoad {
    private static final Duration POSTGRES_IS_DOWN = Duration.ofMillis(200);
    private static final int A_COMMIT = 200;
    private static final String WRITE = """
            WITH made AS (
              SELECT 'load_' || ? || '_' || gen_random_uuid() AS subject, 'evt_' || gen_random_uuid() AS id
              FROM generate_series(1, ?)),
            events AS (
              SELECT id, subject, convert_to(format(
                '{"specversion":"1.0","id":"%s","source":"/purge-service","type":"purge.held","subject":"%s","time":"%s",'
                '"datacontenttype":"application/json","data":{"subjectSeq":1,"prev":null,"accountId":null,'
                '"outcome":"SUCCESS","actor":{"user":{"uid":"service:purge-service"},"kind":"service","client":null},'
                '"detail":{"filler":"%s"}}}',
                id, subject, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), repeat('x', 300)), 'UTF8')
                AS event FROM made),
            chains AS (
              INSERT INTO audit_chain (subject, last_seq, last_hash)
              SELECT subject, 1, encode(sha256(event), 'hex') FROM events)
            INSERT INTO audit_outbox (event_id, subject, subject_seq, event) SELECT id, subject, 1, event FROM events
            """;

    private final DatabaseAccess outbox;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final Thread writer = new Thread(this::write, "outbox-load");
    private final Duration pause;

    /** @param pause between two commits of 200 events */
    OutboxLoad(DatabaseAccess outbox, Duration pause) {
        this.outbox = outbox;
        this.pause = pause;
    }

    OutboxLoad start() {
        writer.start();
        return this;
    }

    void stop() throws InterruptedException {
        goesOn.set(false);
        writer.join();
    }

    /** Matches the subjects of this load in SQL. */
    String subjects() {
        return "load\\_" + run + "\\_%";
    }

    long unsent() {
        return count(" AND sent_at IS NULL");
    }

    long written() {
        return count("");
    }

    private long count(String more) {
        try (Connection connection = outbox.dataSource().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT count(*) FROM audit_outbox WHERE subject LIKE ?" + more)) {
            select.setString(1, subjects());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            // PostgreSQL is getting up again: whoever asks, asks again.
            return Long.MAX_VALUE;
        }
    }

    private void write() {
        while (goesOn.get()) {
            try (Connection connection = outbox.dataSource().getConnection();
                    PreparedStatement insert = connection.prepareStatement(WRITE)) {
                while (goesOn.get()) {
                    insert.setString(1, run);
                    insert.setInt(2, A_COMMIT);
                    insert.executeUpdate();
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (SQLException e) {
                // Killed with its server; whether that commit counted, the outbox says in the end.
                LockSupport.parkNanos(POSTGRES_IS_DOWN.toNanos());
            }
        }
    }

    /** Ends one of PostgreSQL's processes with SIGKILL: the server takes all others down and recovers from its log. */
    static void crashPostgres(DatabaseAccess admin) throws Exception {
        try (Connection connection = admin.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname = 'audit'"
                        + " AND pid <> pg_backend_pid() LIMIT 1")) {
            if (!row.next()) {
                throw new AssertionError("nobody is connected to the log's database");
            }
            new ProcessBuilder("kill", "-9", row.getString(1)).start().waitFor();
        }
    }
}
