package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.AccountRefused;
import java.sql.SQLException;
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
        Random random = new Random(seed);
        Damage damage = new Damage(made, random);
        if (random.nextInt(3) > 0) {
            damage.happen();
        }
        if (random.nextInt(3) == 0) {
            damage.steal();
        }
        Drift drift = Drift.pick(made, random);
        product.run(drift.sql());
        if (drift.leavesNoPlace()) {
            refusedByName(made, archive, drift);
        } else {
            restored(made, archive, before, drift, damage);
        }
    }

    private static void refusedByName(GeneratedCase made, MemoryArchive archive, Drift drift) throws SQLException {
        AccountEngine restoring = made.product().restoring(made.map());
        WholeDatabase damaged = made.rows();
        String told;
        try {
            RestorePlan plan = restoring.planRestore(archive, made.key(), made.digestKey());
            assertThat(plan.runnable()).as("%s", drift).isFalse();
            told = plan.findings().toString();
            assertThat(Orders.restore(restoring, made.key(), archive, "rst_1"))
                    .isNotInstanceOf(RestoreResult.Restored.class);
        } catch (AccountRefused refused) {
            told = refused.getMessage();
        }
        assertThat(told).contains(drift.name());
        assertThat(damaged.differences(made.rows())).isEmpty();
    }

    private static void restored(
            GeneratedCase made, MemoryArchive archive, WholeDatabase before, Drift drift, Damage damage)
            throws SQLException {
        AccountEngine restoring = made.product().restoring(made.map());
        WholeDatabase damaged = made.rows();

        RestorePlan plan = restoring.planRestore(archive, made.key(), made.digestKey());
        RestoreResult result = Orders.restore(restoring, made.key(), archive, "rst_1");

        assertThat(result instanceof RestoreResult.Restored)
                .as("%s under %s", result, plan)
                .isEqualTo(plan.runnable());
        WholeDatabase after = made.rows();
        WholeDatabase kept = drift.without(before);
        if (plan.runnable()) {
            assertThat(ofTheAccount(made, drift.without(after))).isEqualTo(ofTheAccount(made, kept));
            assertThat(made.withoutTheAccount(damaged).differences(made.withoutTheAccount(after)))
                    .isEmpty();
            assertThat(made.dangling()).isZero();
        } else {
            assertThat(damaged.differences(after)).isEmpty();
        }
        boolean untouched =
                made.withoutTheAccount(kept).differences(drift.without(damaged)).isEmpty();
        assertThat(!untouched || plan.runnable())
                .as("%s, where nothing was in the way, and %s", plan, drift)
                .isTrue();
        boolean inTheWay = damage.stolen() || inTheWay(made, kept, drift.without(damaged));
        assertThat(inTheWay && plan.runnable())
                .as("%s, in whose way something was", plan)
                .isFalse();
    }

    /** Rows of the account that are live and were not archived, whatever else there is. */
    private static boolean inTheWay(GeneratedCase made, WholeDatabase before, WholeDatabase damaged) {
        Map<String, List<Map<String, String>>> archived = ofTheAccount(made, before);
        return ofTheAccount(made, damaged).entrySet().stream()
                .anyMatch(table -> !archived.get(table.getKey()).containsAll(table.getValue()));
    }

    private static Map<String, List<Map<String, String>>> ofTheAccount(GeneratedCase made, WholeDatabase database) {
        return database.tables().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        table -> table.getValue().stream().filter(made::goes).toList()));
    }
}
