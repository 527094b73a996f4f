package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.anyschema.Population.Row;
import io.reprieve.accountdata.anyschema.TableChoice.Feature;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What happens to rows while an account is gone; what the product's own keys do not let happen cannot be met. */
final class Damage {

    private final GeneratedCase made;
    private final Random random;
    private boolean stolen;

    Damage(GeneratedCase made, Random random) {
        this.made = made;
        this.random = random;
    }

    /** Whether somebody else's row has a key, a unique value or a range by now that an archived row needs. */
    boolean stolen() {
        return stolen;
    }

    /** Rows of the account put back as they were or changed, rows that came late, shared rows gone, values taken. */
    void happen() throws SQLException {
        List<String> statements = new ArrayList<>();
        for (DesignedTable table : made.design().tables) {
            for (Row row : made.population().rows(table)) {
                boolean ours = made.choice().goes(row.owner());
                if (ours && random.nextInt(5) == 0) {
                    statements.add(row.insert());
                }
                if (random.nextInt(12) == 0 && row.byKey().isPresent() && (ours || !table.owned())) {
                    statements.add("DELETE FROM " + table.sql() + " WHERE "
                            + row.byKey().get());
                }
                if (random.nextInt(15) == 0 && table.number > 0) {
                    made.population()
                            .late(table, row.owner(), random.nextInt(90))
                            .ifPresent(late -> statements.add(late.insert()));
                }
            }
        }
        for (String statement : statements) {
            happens(statement);
        }
    }

    /** Another account's row takes the place of an archived one under one rule. */
    void steal() throws SQLException {
        for (DesignedTable table : made.design().tables) {
            for (Row row : made.population().rows(table)) {
                boolean wanted =
                        table.number > 0 && table.owned() && made.choice().goes(row.owner());
                if (wanted && random.nextInt(4) == 0) {
                    steal(table, row);
                }
            }
        }
    }

    private void steal(DesignedTable table, Row row) throws SQLException {
        int other = random.nextInt(made.choice().accounts());
        Optional<Row> thief = made.choice().goes(other)
                ? Optional.empty()
                : made.population().late(table, other, 100 + random.nextInt(90));
        List<DesignedColumn> taken = takeable(table, row);
        if (thief.isPresent() && thief.get().owner() >= 0 && !taken.isEmpty()) {
            Map<DesignedColumn, String> values = thief.get().values();
            taken.forEach(column -> values.put(column, row.values().get(column)));
            stolen |= happens(thief.get().insert()) && !(taken.contains(table.span) && table.kind.partitioned());
        }
    }

    private List<DesignedColumn> takeable(DesignedTable table, Row row) {
        List<List<DesignedColumn>> rules = new ArrayList<>();
        rules.add(table.key);
        if (table.unique != null
                && table.parent == null
                && !row.values().get(table.unique).equals("NULL")) {
            rules.add(List.of(table.unique));
        }
        if (table.has(Feature.EXCLUSION)) {
            rules.add(List.of(table.span));
        }
        return rules.get(random.nextInt(rules.size()));
    }

    private boolean happens(String statement) {
        try {
            made.product().run(statement);
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }
}
