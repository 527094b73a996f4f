package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A schema and its rows, in a database.
 *
 * @param key the chosen account's key, as PostgreSQL prints it
 */
record GeneratedCase(
        SchemaChoice choice,
        Design design,
        Population population,
        String sql,
        Product product,
        DataMap map,
        String key) {

    static GeneratedCase of(SchemaChoice choice) throws SQLException {
        Design design = new Design(choice);
        Population population = new Population(design, choice);
        return of(choice, design, population, script(choice, design, population));
    }

    static GeneratedCase of(SchemaChoice choice, Design design, Population population, String sql) throws SQLException {
        Product product = GeneratedProduct.cleared(choice.version());
        product.run(sql);
        DesignedTable root = design.root();
        String key = product.ask("SELECT " + root.key.get(0).sql() + "::text FROM " + root.sql() + " WHERE "
                + root.owner.sql() + " = " + choice.chosen());
        DataMap map = new DesignMap(design, choice).map();
        return new GeneratedCase(choice, design, population, sql, product, map, key);
    }

    static String script(SchemaChoice choice, Design design, Population population) {
        String tables = design.tables.stream()
                .map(table -> new TableSql(table, choice.version()).create())
                .collect(Collectors.joining());
        String constraints = design.tables.stream()
                .map(table -> new TableSql(table, choice.version()).constrain()
                        + table.links.stream().map(Link::sql).collect(Collectors.joining()))
                .collect(Collectors.joining());
        return tables + population.sql() + constraints;
    }

    /** The same schema and rows once more. */
    void again() throws SQLException {
        GeneratedProduct.cleared(choice.version());
        product.run(sql);
    }

    /** Rows that refer to nothing; PostgreSQL itself would not tell of those that came while its triggers were off. */
    long dangling() throws SQLException {
        long found = 0;
        for (DesignedTable table : design.tables) {
            for (Link link : table.links) {
                found += Long.parseLong(product.ask(link.danglingSql()));
            }
        }
        return found;
    }

    static boolean stops(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }

    WholeDatabase rows() throws SQLException {
        return GeneratedProduct.rows(product);
    }

    ScratchDatabase scratch() {
        return product.scratch();
    }

    DigestKey digestKey() {
        return Product.digestKey(Orders.ACCOUNT);
    }

    /** What is left once the account is gone: everybody else's rows as they were, and shared rows no longer pointing at it. */
    WholeDatabase withoutTheAccount(WholeDatabase before) {
        return before.with(row -> goes(row) ? null : unlinked(row));
    }

    /** Whether the row is the chosen account's, or one's that goes along. */
    boolean goes(Map<String, String> row) {
        return row.entrySet().stream().anyMatch(value -> value.getKey().startsWith("owner_") && goes(value.getValue()));
    }

    private boolean goes(String owner) {
        return owner != null && choice.goes(Integer.parseInt(owner));
    }

    private Map<String, String> unlinked(Map<String, String> row) {
        for (DesignedTable table : design.tables) {
            for (Link link : table.links) {
                boolean here = row.containsKey(table.owner.name());
                if (here && link.unlinks() && goes(row.get(link.pointsAt.name()))) {
                    row.put(link.columns.get(0).name(), null);
                }
            }
        }
        return row;
    }
}
