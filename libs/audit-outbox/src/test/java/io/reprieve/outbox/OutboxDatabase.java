package io.reprieve.outbox;

import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A database of a test's own, with the outbox's tables. */
final class OutboxDatabase {
    private static final OutboxStore STORE = new OutboxStore("/outbox-test");

    final DataSource dataSource;

    private OutboxDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static OutboxDatabase create() throws SQLException {
        LocalPostgres postgres = TestServers.postgres();
        String name = "outbox_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(name, name, name);
        var database = new OutboxDatabase(postgres.dataSource(name, name, name));
        try (Connection connection = database.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String migration : List.of("V0_1__outbox", "V0_3__reconciliation")) {
                try (InputStream sql = OutboxDatabase.class.getResourceAsStream("/db/outbox/" + migration + ".sql")) {
                    statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database;
    }

    /** One transaction with one event per subject, in this order. */
    List<AuditEvent> commit(String... subjects) throws SQLException {
        return transaction(true, subjects);
    }

    List<AuditEvent> rollBack(String... subjects) throws SQLException {
        return transaction(false, subjects);
    }

    AuditEvent adopt(AuditEvent event) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return STORE.adopt(connection, event);
        }
    }

    AuditEvent compose(String subject) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return STORE.compose(connection, draft(subject));
        }
    }

    private List<AuditEvent> transaction(boolean commit, String... subjects) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<AuditEvent> events = new ArrayList<>();
            for (String subject : subjects) {
                events.add(STORE.append(connection, draft(subject)));
            }
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return events;
        }
    }

    static EventDraft draft(String subject) {
        return EventDraft.of("purge.requested", subject)
                .account("acc_1")
                .correlation("prg_1")
                .by(EventActor.person("psn_requester", "reprieve-cli"))
                .reason("twin of acc_2")
                .with("ticket", "OPS-7");
    }

    /** What lies in the outbox of one aggregate, by number. */
    List<AuditEvent> chainOf(String subject) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT event FROM audit_outbox WHERE subject = ? ORDER BY subject_seq")) {
            select.setString(1, subject);
            try (ResultSet rows = select.executeQuery()) {
                List<AuditEvent> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(AuditEvent.read(rows.getBytes(1)));
                }
                return events;
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String what) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + what)) {
            row.next();
            return row.getLong(1);
        }
    }

    long unsent() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return RelayStore.backlog(connection).unsent();
        }
    }

    ReconcileRun reconcile(AuditLink link) {
        return new ReconcileRun(dataSource, link, Duration.ofMillis(1), 2);
    }

    RelayRun relay(AuditLink link, int batch) {
        return new RelayRun(dataSource, link, batch);
    }
}
