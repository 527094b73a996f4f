package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.anyschema.BesideWriter.Write;
import io.reprieve.accountdata.order.ErasureResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** An erasure beside somebody who writes to every account: it changes nothing, or it takes what was archived and no more. */
@Tag("picks-its-versions")
class AnyRaceIT {

    @Provide
    static Arbitrary<SchemaChoice> schemas() {
        return SchemaChoices.of(3, 8);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
    void an_erasure_fails_closed_or_takes_only_what_was_archived(
            @ForAll("schemas") SchemaChoice choice, @ForAll long seed) throws Exception {
        CaseFile.keptOnFailure(choice, made -> eraseBesideWriter(made, seed));
    }

    @Tag("deep")
    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void so_it_does_beside_a_thousand_writers(@ForAll("schemas") SchemaChoice choice, @ForAll long seed)
            throws Exception {
        CaseFile.keptOnFailure(choice, made -> eraseBesideWriter(made, seed));
    }

    static void eraseBesideWriter(GeneratedCase made, long seed) throws Exception {
        Product product = made.product();
        product.setUp(made.map());
        MemoryArchive archive = Orders.export(product.restoring(made.map()), made.key());
        BesideWriter writer = new BesideWriter(made, seed);
        ExecutorService other = Executors.newSingleThreadExecutor();
        ErasureResult result;
        try {
            Future<ErasureResult> erasing =
                    other.submit(() -> product.erasing(made.map()).erase(Orders.erase(made.key(), archive, "prg_1")));
            // from nothing to enough to outlast the erasure, so that every part of it is met
            for (int more = Math.floorMod(seed, 40); more >= 0 && !erasing.isDone(); more--) {
                writer.write(product, 1);
            }
            result = erasing.get(60, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
        assertThat(made.dangling()).isZero();
        WholeDatabase after = made.rows();
        if (result instanceof ErasureResult.Erased) {
            assertThat(isSerial(made, archive, writer.committed(), after))
                    .as(
                            "the writes %s, with the erasure at some moment between them, end as\n%s",
                            writer.committed(), after)
                    .isTrue();
        } else {
            made.again();
            assertThat(replay(made, writer.committed())).isTrue();
            assertThat(made.rows().differences(after)).as("%s", result).isEmpty();
        }
    }

    private static boolean isSerial(GeneratedCase made, MemoryArchive archive, List<Write> writes, WholeDatabase after)
            throws SQLException {
        for (int before = 0; before <= writes.size(); before++) {
            made.again();
            made.product().setUp(made.map());
            if (replay(made, writes.subList(0, before))
                    && made.product().erasing(made.map()).erase(Orders.erase(made.key(), archive, "prg_1"))
                            instanceof ErasureResult.Erased
                    && replay(made, writes.subList(before, writes.size()))
                    && made.rows().differences(after).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the same writes have the same effect. */
    private static boolean replay(GeneratedCase made, List<Write> writes) throws SQLException {
        try (Connection connection = made.product().connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (Write write : writes) {
                if (statement.executeUpdate(write.sql()) != write.rows()) {
                    return false;
                }
            }
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }
}
