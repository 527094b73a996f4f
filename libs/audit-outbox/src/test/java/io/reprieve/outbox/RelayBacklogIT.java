package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A claim reads the front of the queue and nothing behind it, whatever waits there. */
class RelayBacklogIT {
    private static final int BACKLOG = 60_000;
    private OutboxDatabase database;

    @BeforeEach
    void create() throws Exception {
        database = OutboxDatabase.create();
    }

    @Test
    void a_claim_from_many_rows_of_one_aggregate_reads_a_front_of_it() throws Exception {
        fill("'prg_one'", "n");

        assertThat(claimed(500)).isEqualTo(500);
        assertThat(rowsRead(500)).isLessThan(10_000);
    }

    @Test
    void a_claim_from_many_aggregates_reads_a_front_of_them() throws Exception {
        fill("'prg_' || n", "1");

        assertThat(claimed(500)).isEqualTo(500);
        assertThat(rowsRead(500)).isLessThan(10_000);
    }

    @Test
    void a_refused_aggregate_with_a_long_queue_does_not_hide_the_others() throws Exception {
        fill("'prg_one'", "n");
        database.execute("UPDATE audit_outbox SET refusal = 'no', retry_at = clock_timestamp() + interval '1 hour'"
                + " WHERE subject_seq = 1");
        database.commit("prg_other");

        assertThat(claimedSubjects(500)).containsExactly("prg_other");
    }

    @Test
    void a_second_relay_finds_work_behind_what_the_first_holds() throws Exception {
        fill("'prg_' || n", "1");
        try (Connection first = database.dataSource.getConnection();
                Connection second = database.dataSource.getConnection()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            Set<Long> held = new HashSet<>();
            RelayStore.claim(first, 500).forEach(event -> held.add(event.position()));

            List<RelayStore.Queued> others = RelayStore.claim(second, 500);

            assertThat(others).hasSize(500).noneMatch(event -> held.contains(event.position()));
        }
    }

    private void fill(String subject, String seq) throws SQLException {
        database.execute("INSERT INTO audit_outbox (event_id, subject, subject_seq, event, sent_at, log_index)"
                + " SELECT 'evt_sent_' || n, 'prg_sent', n, '{}'::bytea, now(), n FROM generate_series(1, " + BACKLOG
                + ") n ORDER BY n");
        database.execute("INSERT INTO audit_outbox (event_id, subject, subject_seq, event) SELECT 'evt_' || n, "
                + subject + ", " + seq + ", '{}'::bytea FROM generate_series(1, " + BACKLOG + ") n ORDER BY n");
        database.execute("ANALYZE audit_outbox");
    }

    private int claimed(int limit) throws SQLException {
        return Transactions.in(database.dataSource, connection -> RelayStore.claim(connection, limit)
                .size());
    }

    private Set<String> claimedSubjects(int limit) throws SQLException {
        return Transactions.in(database.dataSource, connection -> {
            Set<String> subjects = new HashSet<>();
            RelayStore.claim(connection, limit).forEach(event -> subjects.add(event.subject()));
            return subjects;
        });
    }

    /** Rows that a claim has read, as the server counts them within this transaction. */
    private long rowsRead(int limit) throws SQLException {
        return Transactions.in(database.dataSource, connection -> {
            RelayStore.claim(connection, limit);
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_all_tables"
                                    + " WHERE relname = 'audit_outbox'");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
