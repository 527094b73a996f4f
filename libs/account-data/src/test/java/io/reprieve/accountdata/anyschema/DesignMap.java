package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import io.reprieve.accountdata.datamap.DataMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes the data map of a design. */
record DesignMap(Design design, SchemaChoice choice) {

    DataMap map() {
        return DataMap.parse(yaml());
    }

    String yaml() {
        DesignedTable root = design.root();
        return "sources:\n  - name: app\n    kind: postgresql\n    root: { table: " + scalar(root.sql()) + ", key: "
                + scalar(root.key.get(0).sql()) + children() + " }\n"
                + (choice.replicationRole() ? "    replicationRole: true\n" : "")
                + list("    owned:\n", tables(true).filter(table -> table.number > 0), this::owned)
                + list("    shared:\n", tables(false), table -> scalar(table.sql()))
                + list("    unlink:\n", unlinks(), DesignMap::scalar)
                + list(
                        "    volatile:\n",
                        tables(true).filter(table -> table.changing != null),
                        table -> scalar(table.sql() + "." + table.changing.sql()))
                + list(
                        "    largeObjects:\n",
                        tables(true).filter(table -> table.scan != null),
                        table -> scalar(table.sql() + "." + table.scan.sql()))
                + list(
                        "    triggers:\n      fire:\n",
                        design.tables.stream().filter(table -> table.has(Feature.TRIGGER)),
                        table -> scalar(TableSql.trigger(table) + " on " + table.sql()));
    }

    private String children() {
        return switch (choice.children()) {
            case NONE -> "";
            case APART -> ", children: apart";
            case ALONG -> ", children: along";
        };
    }

    private Stream<DesignedTable> tables(boolean owned) {
        return design.tables.stream().filter(table -> table.owned() == owned);
    }

    private Stream<String> unlinks() {
        return design.tables.stream()
                .flatMap(table -> table.links.stream())
                .filter(Link::unlinks)
                .map(link -> link.from.sql() + "." + link.columns.get(0).sql());
    }

    private String owned(DesignedTable table) {
        return table.declared == null
                ? scalar(table.sql())
                : "{ table: " + scalar(table.sql()) + ", where: "
                        + scalar(new Declaration(table, design.root()).where()) + " }";
    }

    private static <T> String list(String heading, Stream<T> items, Function<T, String> line) {
        List<T> all = items.toList();
        StringBuilder yaml = new StringBuilder(all.isEmpty() ? "" : heading);
        all.forEach(item -> yaml.append("        - ").append(line.apply(item)).append('\n'));
        return yaml.toString();
    }

    private static String scalar(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
