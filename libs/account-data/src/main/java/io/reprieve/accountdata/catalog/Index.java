package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.SqlName;
import java.util.List;
import java.util.Set;

/**
 * An index, as far as rows can be found by it.
 *
 * @param columns what it is over, in order; empty text for an expression
 * @param condition as PostgreSQL prints it; empty when it covers every row
 */
record Index(List<String> columns, String condition) {

    /** Whether rows with given values in all these columns are found by it. */
    boolean serves(List<String> wanted) {
        return columns.size() >= wanted.size()
                && Set.copyOf(columns.subList(0, wanted.size())).equals(Set.copyOf(wanted))
                && coversRowsWith(wanted);
    }

    /** A condition that these columns are not null leaves out no row that has values in them. */
    private boolean coversRowsWith(List<String> wanted) {
        if (condition.isEmpty()) {
            return true;
        }
        String rest = condition;
        for (String column : wanted) {
            String bare = column.matches("[a-z_][a-z0-9_]*") ? column : SqlName.quote(column);
            rest = rest.replace("(" + SqlName.quote(column) + " IS NOT NULL)", "")
                    .replace("(" + bare + " IS NOT NULL)", "");
        }
        return rest.replace("AND", "").matches("[\\s()]*");
    }
}
