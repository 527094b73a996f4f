package io.reprieve.accountdata.compare;

import io.reprieve.accountdata.archive.TableShape;
import java.util.List;
import java.util.Map;

/**
 * How one table differs between two sides.
 *
 * @param name as archived
 * @param kind what its rows are
 * @param presence whether both sides have the table
 * @param columns of both sides, those of here first
 * @param key columns that tell rows apart on both sides; empty where rows are compared as a whole
 * @param rowsHere how many
 * @param rowsThere how many
 * @param onlyHere rows that are not there
 * @param onlyThere rows that are not here
 * @param changed rows of the same key that differ in some column both sides have
 * @param changes per column, in how many rows it differs
 */
public record ComparedTable(
        String name,
        TableShape.Kind kind,
        Presence presence,
        List<ComparedColumn> columns,
        List<String> key,
        long rowsHere,
        long rowsThere,
        long onlyHere,
        long onlyThere,
        long changed,
        Map<String, Long> changes) {

    /** Which sides have the table. */
    public enum Presence {
        BOTH,
        ONLY_HERE,
        ONLY_THERE
    }

    /** Whether anything in it differs, its columns aside. */
    public boolean differs() {
        return onlyHere + onlyThere + changed > 0;
    }
}
