package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.anyschema.Population.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A second connection that writes to every account while something else goes on. */
final class BesideWriter {

    /** A statement that was committed, and how many rows it changed. */
    record Write(String sql, long rows) {}

    private final GeneratedCase made;
    private final Random random;
    private final List<Write> committed = new ArrayList<>();
    private int count;

    BesideWriter(GeneratedCase made, long seed) {
        this.made = made;
        this.random = new Random(seed);
    }

    List<Write> committed() {
        return committed;
    }

    /** Runs so many transactions of one to three statements; what PostgreSQL refuses is left out. */
    void write(Product product, int transactions) throws SQLException {
        try (Connection connection = product.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET lock_timeout = '3s'");
            connection.setAutoCommit(false);
            for (int nth = 0; nth < transactions; nth++) {
                List<Write> writes = new ArrayList<>();
                try {
                    for (int each = 0; each <= random.nextInt(3); each++) {
                        String sql = statement(count++);
                        writes.add(new Write(sql, statement.executeUpdate(sql)));
                    }
                    connection.commit();
                    committed.addAll(writes);
                } catch (SQLException refused) {
                    connection.rollback();
                }
            }
        }
    }

    private String statement(int nth) {
        DesignedTable table =
                made.design().tables.get(random.nextInt(made.design().tables.size()));
        int owner = random.nextInt(made.choice().accounts() + 1) - 1;
        List<Row> rows = made.population().rows(table);
        Optional<Row> some = rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(random.nextInt(rows.size())));
        Optional<String> found = some.flatMap(Row::byKey);
        switch (random.nextInt(3)) {
            case 0:
                Optional<Row> late =
                        table.number == 0 ? Optional.empty() : made.population().late(table, owner, nth);
                if (late.isPresent()) {
                    return late.get().insert();
                }
                break;
            case 1:
                if (found.isPresent() && table.number > 0) {
                    return "DELETE FROM " + only(table) + " WHERE " + found.get();
                }
                break;
            default:
        }
        Optional<DesignedColumn> plain =
                table.columns.stream().filter(column -> column.values() != null).findFirst();
        if (found.isPresent() && plain.isPresent()) {
            String value = plain.get().values().value(random.nextInt(20));
            return "UPDATE " + only(table) + " SET " + plain.get().sql() + " = " + value + " WHERE " + found.get();
        }
        return "DELETE FROM " + only(table) + " WHERE false";
    }

    private static String only(DesignedTable table) {
        return (table.kind.partitioned() ? "" : "ONLY ") + table.sql();
    }
}
