package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that is told every entry of the log once, in its order. What it writes and how far it came commit together,
 * so that a replica that dies in between has done neither.
 */
public interface Follower {
    /** Whose position this is in {@code log_follower}. */
    String name();

    /** Takes entries that follow on those it was told before; never none. */
    void take(Connection connection, List<LoggedEvent> entries) throws SQLException;
}
