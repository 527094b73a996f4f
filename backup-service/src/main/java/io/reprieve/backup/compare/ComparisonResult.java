package io.reprieve.backup.compare;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.compare.ComparedTable;
import io.reprieve.backup.browse.ColumnKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found: names, types and counts, no values.
 *
 * @param liveAt when the live side was read; null between two backups
 * @param tables in the backup's order, those that are only there last; the place in this list is the table's ordinal
 * @param objects of the current objects
 */
record ComparisonResult(Instant liveAt, List<Table> tables, Objects objects) {

    /**
     * @param table qualified name
     * @param kind what its rows are
     * @param presence whether both sides have the table
     * @param key columns rows are told apart by; empty where they are compared as a whole
     * @param rowsHere how many
     * @param rowsThere how many
     * @param onlyHere rows that are not there
     * @param onlyThere rows that are not here
     * @param changed rows that differ
     * @param changes per column, in how many rows it differs
     * @param columns of both sides
     */
    record Table(
            String table,
            TableShape.Kind kind,
            ComparedTable.Presence presence,
            List<String> key,
            long rowsHere,
            long rowsThere,
            long onlyHere,
            long onlyThere,
            long changed,
            Map<String, Long> changes,
            List<Column> columns) {}

    /**
     * @param name of the column
     * @param typeHere its type; null where it is not
     * @param typeThere likewise
     * @param kindHere how its values are shown; null where it is not
     * @param kindThere likewise
     * @param compared whether its values were held against each other
     * @param personal whether a data map marked it when the comparison was made
     */
    record Column(
            String name,
            String typeHere,
            String typeThere,
            ColumnKind kindHere,
            ColumnKind kindThere,
            boolean compared,
            boolean personal) {}

    /**
     * @param onlyHere keys that hold nothing there
     * @param onlyThere keys that hold nothing here
     * @param changed keys that hold something else
     */
    record Objects(long onlyHere, long onlyThere, long changed) {}
}
