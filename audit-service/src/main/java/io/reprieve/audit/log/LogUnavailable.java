package io.reprieve.audit.log;

import java.sql.SQLException;

/** The log's database did not do what it was asked; the transaction rolls back and nothing of it remains. */
public final class LogUnavailable extends RuntimeException {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final boolean busy;

    public LogUnavailable(SQLException cause) {
        super("the log's database: " + cause.getMessage(), cause);
        this.busy = LOCK_NOT_AVAILABLE.equals(cause.getSQLState());
    }

    private LogUnavailable(String why) {
        super(why);
        this.busy = true;
    }

    /** Nothing failed, but there is more to append than can be taken in now. */
    public static LogUnavailable busy(String why) {
        return new LogUnavailable(why);
    }

    /** Whether it was only that the turn to append did not come in time. */
    public boolean isBusy() {
        return busy;
    }
}
