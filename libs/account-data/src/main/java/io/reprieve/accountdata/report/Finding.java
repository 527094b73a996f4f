package io.reprieve.accountdata.report;

/**
 * One thing found about the data map, the catalog or an account's data.
 *
 * @param severity whether it stops exports and erasures
 * @param rule the rule's name, kebab-case and stable, such as {@code table-unaccounted}
 * @param subject what it is about: a table, column, constraint or object key
 * @param message the fact and the way out; row keys may be named, contents never are
 */
public record Finding(Severity severity, String rule, String subject, String message) {

    public static final String FOREIGN_TABLE = "foreign-table";
    public static final String MATERIALISED_VIEW = "materialised-view";

    /** {@code ERROR} stops a purge; {@code NOTE} is worth knowing. */
    public enum Severity {
        ERROR,
        NOTE
    }

    /** Whether it is about something that no backup holds and no purge reaches: foreign tables, copies of account rows. */
    public boolean unreached() {
        return rule.equals(FOREIGN_TABLE) || rule.equals(MATERIALISED_VIEW);
    }

    public static Finding error(String rule, Object subject, String message) {
        return new Finding(Severity.ERROR, rule, String.valueOf(subject), message);
    }

    public static Finding note(String rule, Object subject, String message) {
        return new Finding(Severity.NOTE, rule, String.valueOf(subject), message);
    }
}
