package io.reprieve.backup.browse;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A number as PostgreSQL prints it, NaN and the infinities among them.
 *
 * @param rank −1 for −Infinity, 0 for a finite one, 1 for Infinity, 2 for NaN
 * @param value null unless it is finite
 */
record PgNumber(int rank, BigDecimal value) implements Comparable<PgNumber> {

    private static final int LONGEST = 200_000;

    /** @throws IllegalArgumentException when the text is no number */
    static PgNumber read(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> new PgNumber(2, null);
            case "infinity" -> new PgNumber(1, null);
            case "-infinity" -> new PgNumber(-1, null);
            default -> new PgNumber(0, finite(text));
        };
    }

    private static BigDecimal finite(String text) {
        try {
            if (text.length() > LONGEST) {
                throw new NumberFormatException();
            }
            BigDecimal value = new BigDecimal(text);
            // PostgreSQL's largest has 131,072 digits; comparing 1e999999999 would write all of them out.
            if (Math.abs((long) value.scale()) > LONGEST) {
                throw new NumberFormatException();
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number", e);
        }
    }

    boolean finite() {
        return rank == 0;
    }

    @Override
    public int compareTo(PgNumber other) {
        return rank == 0 && other.rank == 0 ? value.compareTo(other.value) : Integer.compare(rank, other.rank);
    }
}
