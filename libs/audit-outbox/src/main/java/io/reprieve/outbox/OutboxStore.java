package io.reprieve.outbox;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** The SQL of writing to the outbox, on the caller's connection and in the caller's transaction. */
final class OutboxStore {
    private static final TimeBasedEpochGenerator UUIDS = Generators.timeBasedEpochGenerator();

    private final String source;

    OutboxStore(String source) {
        this.source = source;
    }

    AuditEvent append(Connection connection, EventDraft draft) throws SQLException {
        Head head = nextOf(connection, draft.subject());
        AuditEvent event = EventWriter.write(draft, source, newId(), head.seq(), head.prev(), head.now());
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE audit_chain SET last_hash = ? WHERE subject = ?")) {
            update.setString(1, event.sha256());
            update.setString(2, event.subject());
            update.executeUpdate();
        }
        if (insert(connection, event) != 1) {
            throw new IllegalStateException("the place of " + event + " is taken: audit_chain was tampered with");
        }
        return event;
    }

    AuditEvent compose(Connection connection, EventDraft draft) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return EventWriter.write(draft, source, newId(), 1, null, instant(row, 1));
        }
    }

    AuditEvent adopt(Connection connection, AuditEvent event) throws SQLException {
        if (event.subjectSeq() != 1 || event.prev() != null) {
            throw new IllegalArgumentException("only the first event of an aggregate can be adopted: " + event);
        }
        try (PreparedStatement chain = connection.prepareStatement(
                "INSERT INTO audit_chain (subject, last_seq, last_hash) VALUES (?, 1, ?) ON CONFLICT DO NOTHING")) {
            chain.setString(1, event.subject());
            chain.setString(2, event.sha256());
            chain.executeUpdate();
        }
        if (insert(connection, event) == 0 && !Arrays.equals(bytesOf(connection, event.id()), event.bytes())) {
            throw new IllegalStateException("another event lies in the outbox in the place of " + event);
        }
        return event;
    }

    private record Head(long seq, String prev, Instant now) {}

    // The upsert takes the row's lock until the caller's transaction ends: a second writer to the aggregate waits here,
    // and a rollback gives the number back.
    private static Head nextOf(Connection connection, String subject) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO audit_chain AS c (subject, last_seq) VALUES (?, 1)"
                        + " ON CONFLICT (subject) DO UPDATE SET last_seq = c.last_seq + 1"
                        + " RETURNING c.last_seq, c.last_hash, clock_timestamp()")) {
            upsert.setString(1, subject);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return new Head(row.getLong(1), row.getString(2), instant(row, 3));
            }
        }
    }

    private static int insert(Connection connection, AuditEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit_outbox (event_id, subject, subject_seq, event) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, event.id());
            insert.setString(2, event.subject());
            insert.setLong(3, event.subjectSeq());
            insert.setBytes(4, event.bytes());
            return insert.executeUpdate();
        }
    }

    static byte[] bytesOf(Connection connection, String eventId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT event FROM audit_outbox WHERE event_id = ?")) {
            select.setString(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String newId() {
        return "evt_" + UUIDS.generate();
    }
}
