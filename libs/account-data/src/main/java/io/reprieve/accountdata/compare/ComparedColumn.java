package io.reprieve.accountdata.compare;

/**
 * A column of a compared table.
 *
 * @param name as the catalog spells it
 * @param typeHere its type here; null where it is not
 * @param typeThere its type there; null where it is not
 * @param volatileColumn whether the fence changes it, so that it is shown and not compared
 */
public record ComparedColumn(String name, String typeHere, String typeThere, boolean volatileColumn) {

    /** Whether its values are held against each other. */
    public boolean compared() {
        return typeHere != null && typeThere != null && !volatileColumn;
    }
}
