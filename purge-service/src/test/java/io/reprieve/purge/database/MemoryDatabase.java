package io.reprieve.purge.database;

import jakarta.enterprise.inject.Vetoed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/** Transactions over a database that is held in memory; every statement has a stand-in elsewhere. */
@Vetoed
public class MemoryDatabase extends Database {
    private final Supplier<? extends Tables> tables;

    public MemoryDatabase(Supplier<? extends Tables> tables) {
        super(null);
        this.tables = tables;
    }

    /** What a transaction is made of. */
    public interface Tables {
        Instant now();

        /** @return what takes everything back */
        Runnable begin();

        /** May fail, and then everything is taken back. */
        void beforeCommit();

        void committed();

        void rolledBack();
    }

    @Override
    public Instant now() {
        return tables.get().now();
    }

    @Override
    public void inTransaction(Runnable work) {
        callInTransaction(() -> {
            work.run();
            return null;
        });
    }

    @Override
    public <T> T callInTransaction(Callable<T> work) {
        Runnable takeBack = tables.get().begin();
        T result;
        try {
            result = work.call();
            tables.get().beforeCommit();
        } catch (RuntimeException | Error e) {
            takeBack.run();
            tables.get().rolledBack();
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        tables.get().committed();
        return result;
    }

    @Override
    public <T> List<T> list(String sql, Function<Row, T> mapper, Object... parameters) {
        throw new UnsupportedOperationException("no stand-in for: " + sql);
    }

    @Override
    public <T> Optional<T> one(String sql, Function<Row, T> mapper, Object... parameters) {
        throw new UnsupportedOperationException("no stand-in for: " + sql);
    }

    @Override
    public int update(String sql, Object... parameters) {
        throw new UnsupportedOperationException("no stand-in for: " + sql);
    }
}
