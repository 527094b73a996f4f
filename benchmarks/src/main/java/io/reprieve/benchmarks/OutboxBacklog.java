package io.reprieve.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A backlog in purge-service's outbox, there at once as after a day without the log; its relay drains it. */
final class OutboxBacklog {
    private static final String EVENT =
            "'{\"specversion\":\"1.0\",\"id\":\"' || id || '\",\"source\":\"/purge-service\","
                    + "\"type\":\"purge.held\",\"subject\":\"' || subject || '\",\"time\":\"2026-11-23T18:00:00Z\","
                    + "\"datacontenttype\":\"application/json\",\"data\":{\"subjectSeq\":' || seq || ',\"prev\":' ||"
                    + " coalesce('\"' || prev || '\"', 'null') || ',\"accountId\":null,\"outcome\":\"SUCCESS\",\"actor\":{"
                    + "\"user\":{\"uid\":\"service:purge-service\"},\"kind\":\"service\",\"client\":null},\"detail\":{\"filler\":\"'"
                    + " || repeat('x', 300) || '\"}}}'";

    private static final String MANY = "WITH made AS (SELECT 'backlog_' || gen_random_uuid() AS subject, 'evt_' ||"
            + " gen_random_uuid() AS id, 1 AS seq, NULL::text AS prev FROM generate_series(1, ?)),"
            + " events AS (SELECT id, subject, convert_to(" + EVENT + ", 'UTF8') AS event FROM made),"
            + " chains AS (INSERT INTO audit_chain (subject, last_seq, last_hash)"
            + " SELECT subject, 1, encode(sha256(event), 'hex') FROM events)"
            + " INSERT INTO audit_outbox (event_id, subject, subject_seq, event) SELECT id, subject, 1, event FROM events";

    private static final String ONE = "WITH RECURSIVE named AS (SELECT 'backlog_' || gen_random_uuid() AS subject),"
            + " chain (seq, id, event) AS (SELECT 0::bigint, ''::text, NULL::bytea UNION ALL"
            + " SELECT next.seq, next.id, convert_to(" + EVENT.replace("subject ||", "(SELECT subject FROM named) ||")
            + ", 'UTF8') FROM (SELECT c.seq + 1 AS seq, 'evt_' || gen_random_uuid() AS id, encode(sha256(c.event), 'hex')"
            + " AS prev FROM chain c WHERE c.seq < ?) next),"
            + " kept AS (INSERT INTO audit_chain (subject, last_seq, last_hash) SELECT (SELECT subject FROM named), seq,"
            + " encode(sha256(event), 'hex') FROM chain ORDER BY seq DESC LIMIT 1)"
            + " INSERT INTO audit_outbox (event_id, subject, subject_seq, event)"
            + " SELECT id, (SELECT subject FROM named), seq, event FROM chain WHERE seq > 0 ORDER BY seq";

    private final RunningSuite suite;

    OutboxBacklog(RunningSuite suite) {
        this.suite = suite;
    }

    /** Seconds it takes to write so many events, each of an aggregate of its own; visible all at once. */
    double ofMany(long events) throws SQLException {
        return write(MANY, events);
    }

    /** The same, all of one aggregate. */
    double ofOne(long events) throws SQLException {
        return write(ONE, events);
    }

    private double write(String sql, long events) throws SQLException {
        long began = System.nanoTime();
        try (Connection connection = suite.database("purge");
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, events);
            insert.executeUpdate();
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Seconds until nothing waits. */
    double drained() throws SQLException, InterruptedException {
        long began = System.nanoTime();
        try (Connection connection = suite.database("purge");
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row =
                        statement.executeQuery("SELECT 1 FROM audit_outbox WHERE sent_at IS NULL LIMIT 1")) {
                    if (!row.next()) {
                        return (System.nanoTime() - began) / 1e9;
                    }
                }
                Thread.sleep(50);
            }
        }
    }
}
