package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.Column;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a live table makes of an archived row: the columns it computes, and those that came after the archive.
 *
 * @param generated per generated column its expression, over plain column names
 * @param defaults per column its default
 */
record RowMaking(Map<String, String> generated, Map<String, String> defaults) {

    /** What PostgreSQL prints for a constant: a literal, with casts or without. */
    private static final Pattern CONSTANT =
            Pattern.compile("(?:'(?:[^']|'')*'|[(]?-?[0-9.]+[)]?|true|false|NULL)(?:::[\\w\\s.\"\\[\\](),]+)?");

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, a.attgenerated <> '' AS generated, pg_get_expr(d.adbin, d.adrelid) AS made
              FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE NOT a.attisdropped AND a.attrelid IN (""";

    private record Made(String column, boolean generated, String expression) {}

    /** Per table, by its object id. */
    static Map<Long, RowMaking> read(Sql sql, List<Table> tables) throws SQLException {
        String oids = tables.stream().map(table -> String.valueOf(table.oid())).collect(Collectors.joining(", "));
        Map<Long, List<Made>> made = sql.qualified(() -> sql.grouped(
                COLUMNS + oids + ")",
                row -> new Made(row.getString("attname"), row.getBoolean("generated"), row.getString("made"))));
        Map<Long, RowMaking> making = new HashMap<>();
        for (Table table : tables) {
            making.put(table.oid(), of(made.getOrDefault(table.oid(), List.of())));
        }
        return making;
    }

    private static RowMaking of(List<Made> columns) {
        Map<String, String> generated = new HashMap<>();
        Map<String, String> defaults = new HashMap<>();
        columns.forEach(
                column -> (column.generated() ? generated : defaults).put(column.column(), column.expression()));
        return new RowMaking(Map.copyOf(generated), Map.copyOf(defaults));
    }

    /**
     * The archived rows as the live table will have them, as something to select from: its columns by name, and
     * {@code reprieve_at}, the place of the archived row. What only the insert will tell (a {@code nextval}) is null.
     */
    String rows(StagedTable table) {
        List<String> archived = Shapes.columnNames(table.shape());
        List<String> columns = new ArrayList<>();
        List<String> computed = new ArrayList<>();
        for (Column column : table.live().columns()) {
            if (archived.contains(column.name())) {
                columns.add("a." + column.sql());
            } else if (column.generated()) {
                computed.add("(" + generated.get(column.name()) + ") AS " + column.sql());
            } else {
                columns.add("(" + defaultOf(column) + ")::" + column.type() + " AS " + column.sql());
            }
        }
        String rows = "(SELECT a.ctid AS reprieve_at, " + String.join(", ", columns) + " FROM " + table.staged()
                + " AS a) AS r";
        return computed.isEmpty() ? rows : "(SELECT r.*, " + String.join(", ", computed) + " FROM " + rows + ") AS r";
    }

    private String defaultOf(Column column) {
        String expression = defaults.getOrDefault(column.name(), "NULL");
        return CONSTANT.matcher(expression).matches() ? expression : "NULL";
    }
}
