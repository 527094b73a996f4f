package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.ErasureResult;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.RestorePlan;
import io.reprieve.accountdata.RestoreResult;
import io.reprieve.accountdata.anyschema.Population.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** A restore into what became of the database meanwhile: what was planned comes true, and nothing live is touched. */
@Tag("picks-its-versions")
class AnyDamageIT {

    @Provide
    static Arbitrary<SchemaChoice> schemas() {
        return SchemaChoices.of(3, 8);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
    void a_plan_tells_whether_the_restore_will_be_exact(@ForAll("schemas") SchemaChoice choice, @ForAll long seed)
            throws Exception {
        CaseFile.keptOnFailure(choice, made -> restoreAfterDamage(made, seed));
    }

    @Tag("deep")
    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void so_it_does_after_a_thousand_kinds_of_damage(@ForAll("schemas") SchemaChoice choice, @ForAll long seed)
            throws Exception {
        CaseFile.keptOnFailure(choice, made -> restoreAfterDamage(made, seed));
    }

    static void restoreAfterDamage(GeneratedCase made, long seed) throws Exception {
        Product product = made.product();
        product.setUp(made.map());
        AccountEngine restoring = product.restoring(made.map());
        WholeDatabase before = made.rows();
        MemoryArchive archive = Orders.export(restoring, made.key());
        assertThat(product.erasing(made.map()).erase(Orders.erase(made.key(), archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        damage(made, new Random(seed));
        WholeDatabase damaged = made.rows();

        RestorePlan plan = restoring.planRestore(archive, made.key(), made.digestKey());
        RestoreResult result = Orders.restore(restoring, made.key(), archive, "rst_1");

        assertThat(result instanceof RestoreResult.Restored)
                .as("%s under %s", result, plan)
                .isEqualTo(plan.runnable());
        WholeDatabase after = made.rows();
        if (plan.runnable()) {
            assertThat(ofTheAccount(made, after)).isEqualTo(ofTheAccount(made, before));
            assertThat(made.withoutTheAccount(damaged).differences(made.withoutTheAccount(after)))
                    .isEmpty();
            assertThat(made.dangling()).isZero();
        } else {
            assertThat(damaged.differences(after)).isEmpty();
        }
        boolean untouched = made.withoutTheAccount(before).differences(damaged).isEmpty();
        assertThat(!untouched || plan.runnable())
                .as("%s, where nothing was in the way", plan)
                .isTrue();
        assertThat(inTheWay(made, before, damaged) && plan.runnable())
                .as("%s, in whose way something was", plan)
                .isFalse();
    }

    /** Rows of the account put back as they were or changed, rows that came late, shared rows gone. */
    private static void damage(GeneratedCase made, Random random) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (DesignedTable table : made.design().tables) {
            for (Row row : made.population().rows(table)) {
                boolean ours = row.owner() == made.choice().chosen();
                if (ours && random.nextInt(5) == 0) {
                    statements.add(row.insert());
                }
                if (random.nextInt(12) == 0 && row.byKey().isPresent() && (ours || !table.owned())) {
                    statements.add("DELETE FROM " + table.sql() + " WHERE "
                            + row.byKey().get());
                }
                if (random.nextInt(15) == 0) {
                    made.population()
                            .late(table, row.owner(), random.nextInt(90))
                            .ifPresent(late -> statements.add(late.insert()));
                }
            }
        }
        for (String statement : statements) {
            try {
                made.product().run(statement);
            } catch (SQLException refused) {
                // what the product's own keys do not let happen cannot be met
            }
        }
    }

    /** Rows of the account that are live and were not archived, whatever else there is. */
    private static boolean inTheWay(GeneratedCase made, WholeDatabase before, WholeDatabase damaged) {
        Map<String, List<Map<String, String>>> archived = ofTheAccount(made, before);
        return ofTheAccount(made, damaged).entrySet().stream()
                .anyMatch(table -> !archived.get(table.getKey()).containsAll(table.getValue()));
    }

    private static Map<String, List<Map<String, String>>> ofTheAccount(GeneratedCase made, WholeDatabase database) {
        String chosen = String.valueOf(made.choice().chosen());
        return database.tables().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, table -> table.getValue().stream()
                        .filter(row -> row.entrySet().stream()
                                .anyMatch(value ->
                                        value.getKey().startsWith("owner_") && chosen.equals(value.getValue())))
                        .toList()));
    }
}
