package io.reprieve.backup.browse;

import com.fasterxml.jackson.databind.util.RawValue;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.archive.TypeShape;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** How values of a column are shown and compared, by its PostgreSQL type; a domain's by what lies under it. */
public enum ColumnKind {
    /** By value; NaN above everything, as PostgreSQL has it. */
    NUMBER {
        @Override
        public Object json(String text) {
            return exactInADouble(text) ? new BigDecimal(text) : text;
        }

        @Override
        ToIntFunction<String> against(String operand) {
            PgNumber other = PgNumber.read(operand);
            return value -> PgNumber.read(value).compareTo(other);
        }
    },
    /** False before true. */
    BOOLEAN {
        @Override
        public Object json(String text) {
            return truth(text);
        }

        @Override
        ToIntFunction<String> against(String operand) {
            boolean other = truth(operand);
            return value -> Boolean.compare(truth(value), other);
        }
    },
    /** Dates and times with or without a zone, as instants; without one: in UTC. */
    INSTANT {
        @Override
        ToIntFunction<String> against(String operand) {
            var other = PgTime.instant(operand);
            return value -> PgTime.instant(value).compareTo(other);
        }
    },
    /** Character by character, by code point, whatever the column's collation. */
    TEXT {
        @Override
        ToIntFunction<String> against(String operand) {
            return value -> byCodePoint(value, operand);
        }
    },
    /** Text of a fixed length: the blanks that fill it up do not count. */
    PADDED_TEXT {
        @Override
        ToIntFunction<String> against(String operand) {
            String other = unpadded(operand);
            return value -> byCodePoint(unpadded(value), other);
        }
    },
    /** As {@link #TEXT}, upper and lower case alike. */
    TEXT_WITHOUT_CASE {
        @Override
        ToIntFunction<String> against(String operand) {
            String other = operand.toLowerCase(Locale.ROOT);
            return value -> byCodePoint(value.toLowerCase(Locale.ROOT), other);
        }
    },
    /** JSON, shown as it was stored. */
    JSON {
        @Override
        public Object json(String text) {
            return new RawValue(text);
        }
    },
    /** Anything else: its text as PostgreSQL prints it, the same or not. */
    OTHER;

    private static final Pattern MODIFIERS = Pattern.compile("\\([^)]*\\)");
    private static final int DIGITS_OF_A_DOUBLE = 15;
    private static final long WHOLE_IN_A_DOUBLE = 1L << 53;

    /** @return the value for a JSON answer: exact, or else text */
    public Object json(String text) {
        return text;
    }

    /** @return whether the kind has an order to filter by */
    public boolean ordered() {
        return this != JSON && this != OTHER;
    }

    /**
     * @param operand what to compare values with
     * @return negative, zero or positive as the value comes before, with or after the operand
     * @throws IllegalArgumentException when the operand is none of this kind
     */
    ToIntFunction<String> against(String operand) {
        return value -> value.equals(operand) ? 0 : 1;
    }

    /**
     * @param shape a table
     * @param type of one of its columns, as {@code format_type} prints it
     * @return its kind
     */
    public static ColumnKind of(TableShape shape, String type) {
        String plain = MODIFIERS.matcher(base(shape, type)).replaceAll("");
        return switch (plain) {
            case "smallint", "integer", "bigint", "numeric", "real", "double precision", "oid" -> NUMBER;
            case "boolean" -> BOOLEAN;
            case "date", "timestamp with time zone", "timestamp without time zone" -> INSTANT;
            case "text", "character varying", "name" -> TEXT;
            case "character", "bpchar" -> PADDED_TEXT;
            case "uuid" -> TEXT_WITHOUT_CASE;
            case "json", "jsonb" -> JSON;
            default -> plain.matches("(.*\\.)?citext") ? TEXT_WITHOUT_CASE : OTHER;
        };
    }

    private static String base(TableShape shape, String type) {
        return shape.types().stream()
                .filter(known ->
                        known.kind() == TypeShape.Kind.DOMAIN && known.name().equals(type))
                .findFirst()
                .map(domain -> base(shape, domain.base()))
                .orElse(type);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true" -> true;
            case "f", "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    /** Whether whoever reads JSON numbers as doubles, as browsers do, gets this very number. */
    private static boolean exactInADouble(String text) {
        PgNumber number = PgNumber.read(text);
        if (!number.finite()) {
            return false;
        }
        BigDecimal value = number.value();
        if (value.precision() <= DIGITS_OF_A_DOUBLE) {
            return Math.abs((long) value.precision() - value.scale()) < 300;
        }
        return new BigDecimal(Double.toString(value.doubleValue())).compareTo(value) == 0
                && (value.stripTrailingZeros().scale() > 0
                        || value.abs().compareTo(BigDecimal.valueOf(WHOLE_IN_A_DOUBLE)) < 0);
    }

    private static String unpadded(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static int byCodePoint(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int at = 0; at < common; at++) {
            if (one.charAt(at) != other.charAt(at)) {
                return Integer.compare(one.codePointAt(at), other.codePointAt(at));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
