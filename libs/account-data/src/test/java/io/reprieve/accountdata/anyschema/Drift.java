package io.reprieve.accountdata.anyschema;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What became of one table's schema since the archive.
 *
 * @param column what it is about; null where no column of the design is
 */
record Drift(Kind kind, DesignedTable table, DesignedColumn column) {

    private static final String ADDED = "drifted";

    enum Kind {
        NOTHING,
        COLUMN_THAT_MAY_BE_NULL,
        COLUMN_WITH_DEFAULT,
        COLUMN_RETYPED,
        COLUMN_GONE,
        TABLE_GONE
    }

    static Drift pick(GeneratedCase made, Random random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        List<Drift> possible = made.design().tables.stream()
                .filter(table -> table.owned() && table.parent == null)
                .flatMap(table -> of(kind, table, made.design()))
                .toList();
        return possible.isEmpty()
                ? new Drift(Kind.NOTHING, made.design().root(), null)
                : possible.get(random.nextInt(possible.size()));
    }

    private static Stream<Drift> of(Kind kind, DesignedTable table, Design design) {
        return switch (kind) {
            case NOTHING, COLUMN_THAT_MAY_BE_NULL, COLUMN_WITH_DEFAULT -> Stream.of(new Drift(kind, table, null));
            case COLUMN_RETYPED, COLUMN_GONE ->
                table.columns.stream()
                        .filter(column -> column.values() != null)
                        .map(column -> new Drift(kind, table, column));
            case TABLE_GONE ->
                design.tables.stream().anyMatch(other -> other.parent == table || other.declaredThrough == table)
                                || table.number == 0
                        ? Stream.empty()
                        : Stream.of(new Drift(kind, table, null));
        };
    }

    String sql() {
        String alter = "ALTER TABLE " + table.sql();
        return switch (kind) {
            case NOTHING -> "SELECT 1";
            // A unique key of a partitioned table would need what it is partitioned by.
            case COLUMN_THAT_MAY_BE_NULL ->
                alter + " ADD COLUMN " + ADDED + " integer" + (table.kind.partitioned() ? "" : " UNIQUE");
            case COLUMN_WITH_DEFAULT -> alter + " ADD COLUMN " + ADDED + " integer NOT NULL DEFAULT 7";
            case COLUMN_RETYPED -> {
                String each = " ALTER COLUMN " + column.sql();
                yield alter + each + " DROP DEFAULT," + each + " TYPE text USING " + column.sql() + "::text";
            }
            case COLUMN_GONE -> alter + " DROP COLUMN " + column.sql();
            case TABLE_GONE -> "DROP TABLE " + table.sql() + " CASCADE";
        };
    }

    /** Whether archived rows have no place any more. */
    boolean leavesNoPlace() {
        return kind == Kind.COLUMN_GONE || kind == Kind.TABLE_GONE;
    }

    /** What a refusal has to name. */
    String name() {
        return (kind == Kind.COLUMN_GONE ? column.name() : table.name).replace("\"", "\"\"");
    }

    /** A database with the columns left out that the drift is about. */
    WholeDatabase without(WholeDatabase database) {
        List<String> names = column == null ? List.of(ADDED) : List.of(ADDED, column.name());
        return kind == Kind.NOTHING ? database : database.with(row -> without(row, names));
    }

    private static Map<String, String> without(Map<String, String> row, List<String> names) {
        row.keySet().removeAll(names);
        return Collections.unmodifiableMap(row);
    }
}
