package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.UniqueKey;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What no two rows of a table may share: a unique index of any kind, or an exclusion constraint.
 *
 * @param name the index, and the constraint it is there for
 * @param definition as PostgreSQL prints it
 * @param elements what is compared
 * @param exclusion whether the elements exclude each other by operators of the constraint's choice
 * @param nullsEqual whether two nulls are the same
 * @param covers which rows it speaks of, over plain column names; null when it is of all
 */
record KeyRule(
        String name, String definition, List<Element> elements, boolean exclusion, boolean nullsEqual, String covers) {

    /**
     * @param expression over plain column names
     * @param column the column, when it is nothing else; null otherwise
     * @param operator that makes two rows clash, ready for SQL
     * @param collation it compares by, ready for SQL; null where there is none
     */
    record Element(String expression, String column, String operator, String collation) {}

    /** Whether it says no more than this key does. */
    boolean says(UniqueKey key) {
        return !exclusion
                && covers == null
                && elements.stream().map(Element::column).toList().equals(key.columns());
    }

    /** The select list that gives what is compared, as {@code reprieve_k0} and on. */
    String values() {
        return numbered(at -> "(" + elements.get(at).expression() + ") AS reprieve_k" + at);
    }

    /** Which of the compared values are null, as a select list of booleans. */
    String nulls(String alias) {
        return numbered(at -> alias + ".reprieve_k" + at + " IS NULL");
    }

    /**
     * The condition on a live row, whose columns are the plain names in scope, to clash with {@code archived}.
     *
     * @param nulls which values of the archived rows at hand are null
     */
    String clash(String archived, List<Boolean> nulls) {
        String same = IntStream.range(0, elements.size())
                .mapToObj(at -> "(" + elements.get(at).expression() + ") "
                        + (nulls.get(at) ? "IS NULL" : clash(elements.get(at), archived + ".reprieve_k" + at)))
                .collect(Collectors.joining(" AND "));
        String these = IntStream.range(0, elements.size())
                .mapToObj(at -> archived + ".reprieve_k" + at + (nulls.get(at) ? " IS NULL" : " IS NOT NULL"))
                .collect(Collectors.joining(" AND "));
        return same + " AND " + these + (covers == null ? "" : " AND (" + covers + ")");
    }

    /** The condition for two rows, their values numbered, to clash. */
    String clash(String one, String other) {
        return IntStream.range(0, elements.size())
                .mapToObj(at -> {
                    String left = one + ".reprieve_k" + at;
                    String right = other + ".reprieve_k" + at;
                    String clash = left + " " + clash(elements.get(at), right);
                    return nullsEqual ? "(" + clash + " OR " + left + " IS NULL AND " + right + " IS NULL)" : clash;
                })
                .collect(Collectors.joining(" AND "));
    }

    private static String clash(Element element, String value) {
        return element.operator() + " "
                + (element.collation() == null ? value : "(" + value + " COLLATE " + element.collation() + ")");
    }

    private String numbered(IntFunction<String> one) {
        return IntStream.range(0, elements.size()).mapToObj(one).collect(Collectors.joining(", "));
    }
}
