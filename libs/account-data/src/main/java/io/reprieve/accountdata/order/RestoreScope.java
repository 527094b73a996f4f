package io.reprieve.accountdata.order;

import io.reprieve.accountdata.archive.ObjectEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much of an archive comes back, and what becomes of what is in its way.
 *
 * @param selection what is wanted of it; null for all
 * @param keepLive leave what is live as it is and bring back everything else; false to restore nothing then
 */
public record RestoreScope(Selection selection, boolean keepLive) {

    /** The whole account, or nothing. */
    public static final RestoreScope WHOLE = new RestoreScope(null, false);

    /**
     * Rows of these tables and objects under these prefixes, with the rows that they refer to.
     *
     * @param tables empty for no rows
     * @param objectPrefixes of whole object keys; empty for no objects
     */
    public record Selection(List<Rows> tables, List<String> objectPrefixes) {

        public Selection {
            tables = tables == null ? List.of() : List.copyOf(tables);
            objectPrefixes = objectPrefixes == null ? List.of() : List.copyOf(objectPrefixes);
        }

        boolean takes(ObjectEntry object) {
            return objectPrefixes.stream().anyMatch(object.key()::startsWith);
        }
    }

    /**
     * @param table qualified table name, as the archive has it
     * @param where what all hold of the rows wanted; empty for all rows
     */
    public record Rows(String table, List<Condition> where) {

        public Rows {
            where = where == null ? List.of() : List.copyOf(where);
        }
    }

    /**
     * One condition on archived rows; never SQL of anybody's.
     *
     * @param column its name, unquoted
     * @param op how it is compared
     * @param values one, several for {@code IN}, none for the null tests; each as PostgreSQL reads the column's type
     */
    public record Condition(String column, Op op, List<String> values) {

        public Condition {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    /** Comparisons. */
    public enum Op {
        EQ("="),
        NE("<>"),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        IN("IN"),
        IS_NULL("IS NULL"),
        IS_NOT_NULL("IS NOT NULL");

        private final String sql;

        Op(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }

        public boolean takes(int values) {
            return switch (this) {
                case IN -> values > 0;
                case IS_NULL, IS_NOT_NULL -> values == 0;
                default -> values == 1;
            };
        }
    }

    /** Whether what comes back may be less than the archive. */
    public boolean partial() {
        return selection != null || keepLive;
    }

    /** The objects of the archive that are wanted. */
    public List<ObjectEntry> objects(List<ObjectEntry> archived) {
        return selection == null
                ? archived
                : archived.stream().filter(selection::takes).toList();
    }

    /** What a plan's hash covers of it, so that two scopes never share one. */
    public String canonical() {
        if (!partial()) {
            return "";
        }
        String tables = selection == null
                ? "all"
                : selection.tables().stream()
                        .map(rows -> rows.table() + rows.where())
                        .sorted()
                        .collect(Collectors.joining("\n"));
        return "\nkeep-live " + keepLive + "\n" + tables + "\n"
                + (selection == null
                        ? ""
                        : selection.objectPrefixes().stream().sorted().toList());
    }
}
