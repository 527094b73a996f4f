package io.reprieve.accountdata.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Reads many things of one snapshot on several connections. The transaction that took the snapshot reads along, and stays
 * open until everybody is done; the others are helpers: one that gets no connection is done without. The first failure
 * stops all.
 *
 * @param <T> what reading gives
 */
public final class SideBySide<T> {

    /**
     * One thing to read.
     *
     * @param weight the heaviest go first
     */
    public record Job<T>(long weight, Read<T> read) {}

    public interface Read<T> {
        T from(Sql sql) throws SQLException, IOException;
    }

    private final List<Job<T>> jobs;
    private final Queue<Integer> waiting;
    private final List<T> results;
    private final Set<Sql> reading = new HashSet<>();
    private final Set<Thread> helping = new HashSet<>();
    private Throwable failure;
    private boolean over;

    private SideBySide(List<Job<T>> jobs) {
        this.jobs = jobs;
        this.waiting = new ArrayDeque<>(IntStream.range(0, jobs.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> -jobs.get(at).weight()))
                .toList());
        this.results = new ArrayList<>(Collections.nCopies(jobs.size(), null));
    }

    /** Threads for one reading; they go when it is shut down. */
    public static ExecutorService threads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "reprieve-reading");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What each job gave, in the jobs' order. */
    public static <T> List<T> read(
            Session session, DataSource source, int connections, ExecutorService threads, List<Job<T>> jobs)
            throws SQLException, IOException {
        SideBySide<T> all = new SideBySide<>(jobs);
        int helpers = Math.min(connections, jobs.size()) - 1;
        if (helpers > 0) {
            Session.Shared snapshot = session.share();
            for (int helper = 0; helper < helpers; helper++) {
                threads.execute(() -> all.help(source, snapshot));
            }
        }
        try {
            all.work(session.sql());
        } finally {
            all.awaitHelpers();
        }
        return all.results();
    }

    private void help(DataSource source, Session.Shared snapshot) {
        try (Session session = Session.sharing(source, snapshot)) {
            if (!join()) {
                return;
            }
            work(session.sql());
        } catch (SQLException | RuntimeException noHelp) {
            // What a job fails with is kept where it failed. Without a connection or the snapshot this helper is done
            // without: the others read what there is to read.
        } finally {
            leave();
        }
    }

    private void work(Sql sql) {
        for (Integer job = next(sql); job != null; job = next(sql)) {
            try {
                T result = jobs.get(job).read().from(sql);
                done(sql, job, result);
            } catch (SQLException | IOException | RuntimeException | Error e) {
                fail(sql, e);
            }
        }
    }

    private synchronized Integer next(Sql sql) {
        Integer job = failure == null ? waiting.poll() : null;
        if (job != null) {
            reading.add(sql);
        }
        return job;
    }

    private synchronized void done(Sql sql, int job, T result) {
        reading.remove(sql);
        results.set(job, result);
    }

    private synchronized void fail(Sql sql, Throwable e) {
        reading.remove(sql);
        if (failure != null) {
            return;
        }
        failure = e;
        // Held while the others are cancelled, so that none of them goes on to a statement that is not meant.
        reading.forEach(Sql::cancel);
    }

    private synchronized boolean join() {
        if (!over) {
            helping.add(Thread.currentThread());
        }
        return !over;
    }

    private synchronized void leave() {
        helping.remove(Thread.currentThread());
        notifyAll();
    }

    private synchronized void awaitHelpers() {
        over = true;
        boolean interrupted = false;
        while (!helping.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<T> results() throws SQLException, IOException {
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return List.copyOf(results);
    }
}
