package io.reprieve.accountdata.compare;

import java.util.List;

/**
 * One row that differs.
 *
 * @param verdict how
 * @param times how often; more than once only for rows without a key
 * @param columns which columns differ, of a changed row
 * @param here its values in the order of the table's columns, null for SQL null and for columns that are not here; empty
 *     when the row is not here. Long values are cut, and say so
 * @param there likewise
 */
public record RowDifference(Verdict verdict, long times, List<String> columns, List<String> here, List<String> there) {

    /** How a row differs. */
    public enum Verdict {
        ONLY_HERE,
        ONLY_THERE,
        CHANGED
    }
}
