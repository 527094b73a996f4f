package io.reprieve.accountdata.anyschema;

import static io.reprieve.accountdata.anyschema.DesignedTable.NOBODY;

import io.reprieve.accountdata.anyschema.Population.Row;
import java.util.List;
import java.util.Map;

/** How the rows of a table without a telling foreign key say whose they are. */
record Declaration(DesignedTable table, DesignedTable root) {

    /** As the data map says it. */
    String where() {
        String column = table.declared.sql();
        return switch (table.kind) {
            case DECLARED_BY_COLUMN -> column + " = :key";
            case DECLARED_IN_ARRAY -> ":key = ANY (" + column + ") -- an account's :key";
            case DECLARED_IN_JSON -> column + " #>> '{of,:key}' = CAST(:key AS text)";
            default -> column + " IN (" + typesAndIds() + ")";
        };
    }

    private String typesAndIds() {
        DesignedTable through = table.declaredThrough;
        if (through == null) {
            return "SELECT 'account ' || CAST(:key AS text)";
        }
        DesignedColumn id = last(through);
        return "SELECT 'thing ' || CAST(" + id.sql() + " AS text) FROM "
                + (through.kind.partitioned() ? "" : "ONLY ") + through.sql() + " WHERE "
                + through.linkToRoot(root).orElseThrow().columns.get(0).sql() + " = :key";
    }

    /** What a row of this owner has in the declaring column. */
    String value(int owner, Map<DesignedTable, List<Row>> rows) {
        DesignedTable named = table.declaredThrough == null ? root : table.declaredThrough;
        List<Row> targets =
                rows.get(named).stream().filter(row -> row.owner() == owner).toList();
        if (owner == NOBODY || targets.isEmpty()) {
            return "NULL";
        }
        DesignedColumn key = last(named);
        String id = "CAST(" + targets.get(0).values().get(key) + " AS " + key.type() + ")";
        return switch (table.kind) {
            case DECLARED_BY_COLUMN -> id;
            case DECLARED_IN_ARRAY -> "ARRAY[" + id + ", NULL, " + id + "]";
            case DECLARED_IN_JSON ->
                "jsonb_build_object('of', jsonb_build_object(':key', CAST(" + id + " AS text)), 'more', 1.0)";
            default -> (table.declaredThrough == null ? "'account '" : "'thing '") + " || CAST(" + id + " AS text)";
        };
    }

    private static DesignedColumn last(DesignedTable named) {
        return named.key.get(named.key.size() - 1);
    }
}
