package io.reprieve.accountdata.sql;

import io.reprieve.accountdata.report.AccountDataException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What PostgreSQL's refusals mean here. Details of its messages may hold row contents and are never passed on. */
public final class Refusals {

    private static final Set<String> CONCURRENT = Set.of("40001", "40P01", "55P03");

    private Refusals() {}

    /** Serialisation failure, deadlock, lock not available. */
    public static boolean concurrent(SQLException refusal) {
        return CONCURRENT.contains(refusal.getSQLState());
    }

    public static boolean foreignKey(SQLException refusal) {
        return "23503".equals(refusal.getSQLState());
    }

    /** Integrity constraints (class 23), rights (42501), what triggers raise (P0), and values (class 22). */
    public static boolean byRule(SQLException refusal) {
        String state = String.valueOf(refusal.getSQLState());
        return state.startsWith("23") || state.startsWith("P0") || state.startsWith("22") || state.startsWith("42501");
    }

    /** What a row itself is refused for: integrity constraints and values. */
    public static boolean byData(SQLException refusal) {
        String state = String.valueOf(refusal.getSQLState());
        return state.startsWith("23") || state.startsWith("22");
    }

    public static String message(SQLException refusal) {
        if (refusal instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            return postgres.getServerErrorMessage().getMessage();
        }
        return String.valueOf(refusal.getMessage());
    }

    /** The message with its code and, where rights are missing, the likely reason. */
    public static String explained(SQLException refusal) {
        return message(refusal) + " (" + refusal.getSQLState() + ")"
                + ("42501".equals(refusal.getSQLState())
                        ? ": a trigger of the product that writes there does so with this login's rights; give it that"
                                + " right, make the trigger's function SECURITY DEFINER, or list the trigger under"
                                + " triggers.mute"
                        : "");
    }

    public static AccountDataException failure(String doing, SQLException cause) {
        // The driver's own message has the server's DETAIL, which may quote a row: keep it out of the chain.
        return new AccountDataException(
                doing + " failed: " + message(cause) + " (SQLSTATE " + cause.getSQLState() + ")");
    }
}
