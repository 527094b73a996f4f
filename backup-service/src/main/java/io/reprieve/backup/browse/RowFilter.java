package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.edge.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What rows of a table have to be to be shown. Null meets no condition but {@code null}, as in SQL.
 *
 * @param conditions all of them have to hold
 */
record RowFilter(List<Condition> conditions) {

    private static final int MOST = 10;

    /** How a value is held against another. */
    private enum Operator {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        CONTAINS,
        NULL;

        private static final String ALL = "eq, ne, lt, le, gt, ge, contains, null";

        boolean needsOrder() {
            return this == LT || this == LE || this == GT || this == GE;
        }

        static Optional<Operator> of(String name) {
            return List.of(ALL.split(", ")).contains(name)
                    ? Optional.of(valueOf(name.toUpperCase(Locale.ROOT)))
                    : Optional.empty();
        }
    }

    /**
     * One condition on one column.
     *
     * @param at the column's place in a row
     * @param column its name
     * @param holds told the value, null for SQL null
     */
    record Condition(int at, String column, Predicate<String> holds) {}

    /**
     * @param shape of the table
     * @param texts {@code column:operator:value} each
     * @param masked whether a column is masked for this caller
     * @return the filter
     * @throws Problem 400 naming the column, the operator and what to do
     */
    static RowFilter parse(TableShape shape, List<String> texts, Predicate<String> masked) {
        if (texts.size() > MOST) {
            throw refused("filter-malformed", "More than " + MOST + " filters were given: leave some out.");
        }
        List<Condition> conditions = new ArrayList<>();
        for (String text : texts) {
            ColumnShape column = column(shape, text);
            if (masked.test(column.name())) {
                throw refused(
                        "filter-masked",
                        "Column " + column.name()
                                + " is masked, and a filter would tell its values: filter by another, or"
                                + " ask with reveal=true and the header " + Reveal.REASON + ".");
            }
            conditions.add(condition(shape, column, text.substring(column.name().length() + 1)));
        }
        return new RowFilter(List.copyOf(conditions));
    }

    /** A column's name may hold colons itself: the longest that fits is meant. */
    private static ColumnShape column(TableShape shape, String text) {
        return shape.columns().stream()
                .filter(column -> text.startsWith(column.name() + ":"))
                .max(Comparator.comparing(column -> column.name().length()))
                .orElseThrow(() -> unknown(shape, text));
    }

    private static Problem unknown(TableShape shape, String text) {
        if (!text.contains(":")) {
            return refused(
                    "filter-malformed",
                    "A filter is column:operator:value, with one of the operators " + Operator.ALL + ".");
        }
        return refused(
                "filter-column-unknown",
                "Table " + shape.name() + " has no column " + text.substring(0, text.indexOf(':')) + ". It has: "
                        + shape.columns().stream().map(ColumnShape::name).collect(Collectors.joining(", ")) + ".");
    }

    private static Condition condition(TableShape shape, ColumnShape column, String rest) {
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        Operator operator = Operator.of(name)
                .orElseThrow(() -> refused(
                        "filter-operator-unknown",
                        "Operator " + name + " on column " + column.name() + " is none: use one of " + Operator.ALL
                                + "."));
        if (colon < 0 && operator != Operator.NULL) {
            throw refused(
                    "filter-malformed",
                    "Operator " + name + " on column " + column.name() + " needs a value: " + column.name() + ":" + name
                            + ":value.");
        }
        String operand = colon < 0 ? "true" : rest.substring(colon + 1);
        ColumnKind kind = ColumnKind.of(shape, column.type());
        requireFit(column, kind, operator, name);
        try {
            return new Condition(shape.columns().indexOf(column), column.name(), holds(kind, operator, operand));
        } catch (IllegalArgumentException unfit) {
            throw refused(
                    "filter-value-unfit",
                    "Column " + column.name() + " is of type " + column.type() + ": operator " + name + " needs "
                            + unfit.getMessage() + " as its value.");
        }
    }

    private static void requireFit(ColumnShape column, ColumnKind kind, Operator operator, String name) {
        boolean text = kind != ColumnKind.NUMBER && kind != ColumnKind.BOOLEAN && kind != ColumnKind.INSTANT;
        if (operator.needsOrder() && !kind.ordered() || operator == Operator.CONTAINS && !text) {
            throw refused(
                    "filter-operator-unfit",
                    "Operator " + name + " does not go with column " + column.name() + " of type " + column.type()
                            + ": use eq, ne, null"
                            + (text ? " or contains." : ", lt, le, gt or ge."));
        }
    }

    private static Predicate<String> holds(ColumnKind kind, Operator operator, String operand) {
        if (operator == Operator.NULL) {
            if (!operand.equals("true") && !operand.equals("false")) {
                throw new IllegalArgumentException("true or false");
            }
            return value -> (value == null) == operand.equals("true");
        }
        if (operator == Operator.CONTAINS) {
            return value -> value != null && value.contains(operand);
        }
        var against = kind.against(operand);
        return value -> value != null && met(operator, against.applyAsInt(value));
    }

    private static boolean met(Operator operator, int sign) {
        return switch (operator) {
            case EQ -> sign == 0;
            case NE -> sign != 0;
            case LT -> sign < 0;
            case LE -> sign <= 0;
            case GT -> sign > 0;
            case GE -> sign >= 0;
            case CONTAINS, NULL -> throw new IllegalStateException(operator + " compares nothing");
        };
    }

    private static Problem refused(String code, String detail) {
        return Problem.of(400, code, "This filter cannot be used", detail).error("filter", code);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** @param line a row as COPY text, without its line feed */
    boolean holds(byte[] line) {
        for (Condition condition : conditions) {
            if (!condition.holds().test(CopyText.field(line, condition.at()))) {
                return false;
            }
        }
        return true;
    }

    /** The columns it looks at, in the order they were given. */
    List<String> columns() {
        return conditions.stream().map(Condition::column).toList();
    }
}
