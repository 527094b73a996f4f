package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;

/**
 * What an erasure is to find: the account's rows in the snapshot that its deletes start from, read on a second connection
 * while they run. Each row is known by its content and by its place, {@code tableoid} and {@code ctid}. While the snapshot
 * is held, a place stands for one version of one row: PostgreSQL changes no version where it lies, and gives no place away
 * that a snapshot still sees. Deletes that give back the same places have deleted the very rows that were digested.
 */
final class SeenRows implements AutoCloseable {

    private static final Duration CANCEL_EVERY = Duration.ofMillis(100);

    private final List<CompletableFuture<SeenTable>> tables = new ArrayList<>();
    private final List<Table> order;
    private final ErasureOrder erasure;
    private Thread thread;
    private Sql reading;
    private volatile boolean differs;
    private volatile boolean over;

    private SeenRows(List<Table> order, ErasureOrder erasure) {
        this.order = order;
        this.erasure = erasure;
        order.forEach(table -> tables.add(new CompletableFuture<>()));
    }

    /**
     * Begins to read, in the order given. Where there is no second connection everything is read now.
     *
     * @param source gives the second connection
     */
    static SeenRows read(AccountSnapshot account, DataSource source, List<Table> order, ErasureOrder erasure)
            throws SQLException {
        SeenRows seen = new SeenRows(order, erasure);
        // Shared even where nobody takes part: it holds the snapshot, and with it every place.
        Session.Shared snapshot = account.session().share();
        Session second;
        try {
            second = Session.sharing(source, snapshot);
        } catch (SQLException noConnection) {
            seen.readAll(account);
            return seen;
        }
        seen.reading = second.sql();
        seen.thread = new Thread(() -> seen.readBeside(account, second), "reprieve-seeing");
        seen.thread.setDaemon(true);
        seen.thread.start();
        return seen;
    }

    private void readBeside(AccountSnapshot account, Session second) {
        try (second) {
            readAll(new AccountSnapshot(second, account.ownership(), account.rows()));
            noLongerReading();
        } catch (SQLException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Before the connection goes back, where the next who has it may not be cancelled. */
    private synchronized void noLongerReading() {
        reading = null;
    }

    private synchronized void cancel() {
        if (reading != null) {
            reading.cancel();
        }
    }

    private void readAll(AccountSnapshot account) {
        for (int at = 0; at < order.size() && !over; at++) {
            try {
                SeenTable table = SeenTable.read(account, order.get(at), erasure.digestKey());
                differs |= !erasure.expected().contains(table.content());
                tables.get(at).complete(table);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                fail(e);
                return;
            }
        }
    }

    private void fail(Throwable e) {
        tables.forEach(table -> table.completeExceptionally(e));
    }

    /** Whether all that was read so far is as ordered. */
    boolean asOrdered() {
        return !differs;
    }

    /** Waits until the table is read. */
    SeenTable table(int at) throws SQLException {
        try {
            return tables.get(at).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException("what is to be erased could not be read", e.getCause());
        }
    }

    /** Ends the reading and gives its connection back. */
    @Override
    public void close() {
        over = true;
        if (thread == null) {
            return;
        }
        while (thread.isAlive()) {
            // Not once: a cancellation that comes between two statements is lost.
            cancel();
            try {
                thread.join(CANCEL_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
