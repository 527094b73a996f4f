package io.reprieve.purge.request;

import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * The time by which a purge is executed: the database's, for as long as it runs forward and the log's clock agrees. A
 * clock that is set back would erase late, one that is set forward would cut the wait short.
 */
@ApplicationScoped
public class PurgeClock {
    private final Database database;
    private final PurgeStore store;
    private final PurgeConfig config;

    PurgeClock(Database database, PurgeStore store, PurgeConfig config) {
        this.database = database;
        this.store = store;
        this.config = config;
    }

    /** @throws ClockAstray while the clock shows less than it once did for this purge */
    public Instant now(String purgeId) {
        // In this order: another replica may move the mark on meanwhile, and ours would lie a moment before it.
        Instant seen = store.clockSeen(purgeId);
        Instant now = database.now();
        if (now.isBefore(seen)) {
            throw new ClockAstray("the database's clock ran backwards: it shows %s after %s".formatted(now, seen));
        }
        store.clockSeen(purgeId, now);
        return now;
    }

    /**
     * @param signedAt when the log signed its newest checkpoint, by its own clock, a moment ago
     * @throws ClockAstray when ours is behind it: a wait that began now would be cut short once ours is put right
     */
    public void requireNotBehind(Instant signedAt) {
        if (database.now().isBefore(signedAt.minus(config.clockTolerance()))) {
            throw new ClockAstray("the database's clock is behind the log's, which shows " + signedAt);
        }
    }

    /**
     * @param end of the wait, and of the last warning's day
     * @throws ClockAstray when it has not come by the log's clock, or ours is behind it
     */
    public void requireOver(Instant end, Instant signedAt) {
        requireNotBehind(signedAt);
        if (signedAt.isBefore(end.minus(config.clockTolerance()))) {
            throw new ClockAstray(
                    "by the log's clock, which shows %s, the cooling-off lasts until %s".formatted(signedAt, end));
        }
    }
}
