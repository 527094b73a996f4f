package io.reprieve.accountdata.sql;

import io.reprieve.accountdata.digest.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * One transaction on the product's or the scratch database, under settings that fix the canonical text of every value.
 * Rolled back on close unless it was committed.
 */
public final class Session implements AutoCloseable {

    /**
     * What COPY text depends on. {@code row_security = off} makes PostgreSQL refuse rather than filter, and
     * {@code search_path} is set to the owned tables' schemas once they are known.
     */
    public static final Map<String, String> SETTINGS = settings();

    private static final String REPEATABLE_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE";
    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";

    private static final Duration ACCOUNT_LOCK_WAIT = Duration.ofSeconds(5);

    private final Connection connection;
    private final Sql sql;
    private Long accountLock;
    private boolean committed;

    private Session(Connection connection) {
        this.connection = connection;
        this.sql = new Sql(connection);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("extra_float_digits", "1");
        settings.put("bytea_output", "hex");
        settings.put("lc_monetary", "C");
        settings.put("xmloption", "content");
        settings.put("array_nulls", "on");
        settings.put("standard_conforming_strings", "on");
        settings.put("row_security", "off");
        return Collections.unmodifiableMap(settings);
    }

    /** One snapshot, nothing written. */
    public static Session reading(DataSource source) throws SQLException {
        return begin(source, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    /**
     * A snapshot that other transactions may take part in while its own is open.
     *
     * @param id PostgreSQL's name for it
     * @param searchPath of the session that shares it
     */
    public record Shared(String id, String searchPath) {}

    /** Shares this transaction's snapshot. */
    public Shared share() throws SQLException {
        return sql.list(
                        "SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('search_path')",
                        row -> new Shared(row.getString(1), row.getString(2)))
                .get(0);
    }

    /** Another transaction on the same snapshot, nothing written. */
    public static Session sharing(DataSource source, Shared snapshot) throws SQLException {
        return opened(source, session -> {
            session.start("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET TRANSACTION SNAPSHOT "
                    + SqlText.literal(snapshot.id()));
            session.searchPath(snapshot.searchPath());
        });
    }

    /** One snapshot, taken at the first query after this. */
    public static Session writing(DataSource source) throws SQLException {
        return begin(source, REPEATABLE_READ);
    }

    /** Each statement sees what was committed before it. */
    public static Session readCommitted(DataSource source) throws SQLException {
        return begin(source, READ_COMMITTED);
    }

    /**
     * As {@link #writing}, holding the account's advisory lock until close. The lock is a session's, not the
     * transaction's: it has to be held before the snapshot is taken, or what its last holder committed stays unseen.
     */
    public static Session writingAlone(DataSource source, String accountKey) throws SQLException {
        return alone(source, accountKey, REPEATABLE_READ);
    }

    /** As {@link #writingAlone}, but each statement sees what was committed before it. */
    public static Session readCommittedAlone(DataSource source, String accountKey) throws SQLException {
        return alone(source, accountKey, READ_COMMITTED);
    }

    private static Session alone(DataSource source, String accountKey, String mode) throws SQLException {
        return opened(source, session -> {
            session.connection.setAutoCommit(true);
            session.awaitLock(lockOf(accountKey));
            session.start(mode);
        });
    }

    /** Holds the account's advisory lock until close, without a transaction that would keep old rows from being vacuumed. */
    public static Session lockingAlone(DataSource source, String accountKey) throws SQLException {
        return opened(source, session -> {
            session.connection.setAutoCommit(true);
            session.sql.run("SET idle_session_timeout = 0");
            session.awaitLock(lockOf(accountKey));
        });
    }

    private static Session begin(DataSource source, String mode) throws SQLException {
        return opened(source, session -> session.start(mode));
    }

    private interface Beginning {
        void of(Session session) throws SQLException;
    }

    /** Gives the connection back where it cannot begin. */
    private static Session opened(DataSource source, Beginning beginning) throws SQLException {
        Session session = new Session(source.getConnection());
        try {
            beginning.of(session);
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void start(String mode) throws SQLException {
        // A commit that was answered is one that no crash takes back, whatever the database's own default.
        connection.setAutoCommit(false);
        String settings = SETTINGS.entrySet().stream()
                .map(setting -> "SET LOCAL " + setting.getKey() + " = '" + setting.getValue() + "'; ")
                .collect(Collectors.joining());
        sql.run(mode + "; " + settings
                + "SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = 0; SET LOCAL jit = off;"
                + " SET LOCAL synchronous_commit = on;"
                + " SET LOCAL idle_in_transaction_session_timeout = 0");
    }

    /** Instead of what was begun: one snapshot, taken at the first query after this, under the same lock of the account. */
    public void beginOnOneSnapshot() throws SQLException {
        connection.rollback();
        start(REPEATABLE_READ);
    }

    /** After the commit: one more transaction under the same locks of the session, which only reads. */
    public void lookAgain(String searchPath) throws SQLException {
        start("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        searchPath(searchPath);
    }

    private void awaitLock(long lock) throws SQLException {
        long deadline = System.nanoTime() + ACCOUNT_LOCK_WAIT.toNanos();
        while (!sql.yes("SELECT pg_catalog.pg_try_advisory_lock(" + lock + ")")) {
            if (System.nanoTime() > deadline) {
                throw new SQLException("another erasure or restore of this account is running", "55P03");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for the account's lock", "57014");
            }
        }
        accountLock = lock;
    }

    private static long lockOf(String accountKey) {
        byte[] name = ("reprieve/account/" + accountKey).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Digests.sha256().digest(name)).getLong();
    }

    public Sql sql() {
        return sql;
    }

    /** Fixes the search path for the rest of the transaction. */
    public void searchPath(String path) throws SQLException {
        sql.run("SELECT pg_catalog.set_config('search_path', " + SqlText.literal(path) + ", true)");
    }

    public Instant now() throws SQLException {
        return sql.list("SELECT pg_catalog.clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class)
                        .toInstant())
                .get(0);
    }

    public void commit() throws SQLException {
        connection.commit();
        committed = true;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            try {
                if (!committed && !connection.getAutoCommit()) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            } finally {
                // A pooled connection outlives this session, and would keep the lock.
                if (accountLock != null) {
                    sql.run("SELECT pg_catalog.pg_advisory_unlock(" + accountLock + ")");
                }
            }
        } catch (SQLException e) {
            // What was committed stays so, whatever becomes of the connection afterwards.
            if (!committed) {
                throw e;
            }
        }
    }
}
