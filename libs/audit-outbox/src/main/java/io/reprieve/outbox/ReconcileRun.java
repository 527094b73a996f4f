package io.reprieve.outbox;

import io.reprieve.outbox.Reconciliation.Agreed;
import io.reprieve.outbox.Reconciliation.Differ;
import io.reprieve.outbox.Reconciliation.Elsewhere;
import io.reprieve.outbox.Reconciliation.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import javax.sql.DataSource;

/**
 * Holds the outbox against the log, from where both last agreed up to what the log has counted. Events that are just
 * being relayed are in the log a moment before they are marked here, so it looks several times at one tally before it
 * asks which entries differ. One replica at a time. Must not run inside a JTA transaction.
 */
final class ReconcileRun {
    private static final List<String> NONE = List.of();

    private final DataSource dataSource;
    private final AuditLink link;
    private final Duration pause;
    private final int looks;

    /** @param looks how often, {@code pause} apart, before a difference counts as one */
    ReconcileRun(DataSource dataSource, AuditLink link, Duration pause, int looks) {
        this.dataSource = dataSource;
        this.link = link;
        this.pause = pause;
        this.looks = looks;
    }

    Reconciliation once() throws SQLException, InterruptedException {
        Tally log = link.tally();
        for (int look = 1; ; look++) {
            Optional<Reconciliation> settled = look(log);
            if (settled.isPresent()) {
                return settled.get();
            }
            if (look >= looks) {
                return Transactions.in(dataSource, connection -> explain(connection, log));
            }
            Thread.sleep(pause.toMillis());
        }
    }

    /** Removes rows that both agree on and that were sent longer ago than this. */
    void prune(Duration keep) throws SQLException {
        boolean more = true;
        while (more) {
            more = Transactions.in(dataSource, connection -> ReconcileStore.prune(connection, keep));
        }
    }

    double settledAgeSeconds() throws SQLException {
        return Transactions.in(dataSource, ReconcileStore::settledAgeSeconds);
    }

    private Optional<Reconciliation> look(Tally log) throws SQLException {
        return Transactions.in(dataSource, connection -> {
            Optional<Tally> settled = ReconcileStore.lockSettled(connection);
            if (settled.isEmpty()) {
                return Optional.of(new Elsewhere());
            }
            if (log.size() < settled.get().size()) {
                return Optional.of(differ("log-behind", settled.get(), log, nothingNamed()));
            }
            Tally own = ReconcileStore.tally(connection, settled.get(), log.size());
            if (!own.equals(log)) {
                return Optional.empty();
            }
            ReconcileStore.settle(connection, own);
            return Optional.of(new Agreed(log.size()));
        });
    }

    private Reconciliation explain(Connection connection, Tally log) throws SQLException {
        Optional<Tally> settled = ReconcileStore.lockSettled(connection);
        if (settled.isEmpty()) {
            return new Elsewhere();
        }
        var found = new Differences.Collector();
        long from = settled.get().size();
        while (from < log.size() && !found.isFull()) {
            AuditLink.Listed listed = link.entries(from, log.size());
            compare(connection, listed, ReconcileStore.placed(connection, from, listed.upTo()), found);
            from = listed.upTo();
        }
        Differences differences = found.done();
        if (differences.count() > 0) {
            return differ("entries-differ", settled.get(), log, differences);
        }
        return differences.unacknowledged().isEmpty()
                ? differ("history-differs", settled.get(), log, differences)
                : new Waiting(differences.unacknowledged().size());
    }

    private static void compare(
            Connection connection,
            AuditLink.Listed listed,
            SortedMap<Long, LoggedEntry> placed,
            Differences.Collector found)
            throws SQLException {
        for (LoggedEntry entry : listed.entries()) {
            LoggedEntry own = placed.remove(entry.index());
            if (own == null) {
                if (ReconcileStore.isUnacknowledged(connection, entry)) {
                    found.unacknowledged(entry.eventId());
                } else {
                    found.unknown(entry.eventId());
                }
            } else if (!own.equals(entry)) {
                found.altered(own.eventId());
            }
        }
        placed.values().forEach(own -> found.missing(own.eventId()));
    }

    private static Differ differ(String rule, Tally settled, Tally log, Differences differences) {
        return new Differ(rule, settled.size(), log.size(), differences);
    }

    private static Differences nothingNamed() {
        return new Differences(NONE, NONE, NONE, NONE, 0);
    }
}
