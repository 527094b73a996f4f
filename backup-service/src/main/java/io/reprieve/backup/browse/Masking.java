package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.DataMapException;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.backup.archive.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns of a backup are shown masked: those that the data map marks as personal today, or marked when the backup was
 * taken.
 */
public final class Masking {

    /** What stands in place of a masked value; null stays null. */
    public static final String MASK = "•••";

    private final Set<ColumnName> personal;
    private final boolean everything;

    private Masking(Set<ColumnName> personal, boolean everything) {
        this.personal = personal;
        this.everything = everything;
    }

    /**
     * @param today the data map in force
     * @param manifest of the backup
     * @return what to mask in it
     */
    public static Masking of(DataMap today, Manifest manifest) {
        Set<ColumnName> personal = new HashSet<>(today.postgres().personal());
        try {
            personal.addAll(DataMap.parse(manifest.dataMap().text()).postgres().personal());
            return new Masking(personal, false);
        } catch (DataMapException unreadable) {
            // Nobody can tell any more what was marked then.
            return new Masking(personal, true);
        }
    }

    /**
     * @param today the data map in force
     * @return what to mask where nothing else is known
     */
    public static Masking of(DataMap today) {
        return new Masking(Set.copyOf(today.postgres().personal()), false);
    }

    /**
     * @param shape a table of the backup
     * @param column one of its columns
     * @return whether its values are shown masked
     */
    public boolean masks(TableShape shape, String column) {
        return everything || shape.table().map(table -> masks(table, column)).orElse(false);
    }

    private boolean masks(TableName table, String column) {
        return personal.contains(new ColumnName(table, column));
    }

    /**
     * @param shape a table of the backup
     * @return its masked columns, in order
     */
    public List<String> of(TableShape shape) {
        return shape.columns().stream()
                .map(column -> column.name())
                .filter(column -> masks(shape, column))
                .toList();
    }
}
