package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Whatever the schema and whatever is in it: an account goes out whole, alone, and comes back exactly. */
@Tag("picks-its-versions")
class AnySchemaIT {

    @Provide
    static Arbitrary<SchemaChoice> schemas() {
        return SchemaChoices.of(3, 12);
    }

    @Provide
    static Arbitrary<SchemaChoice> largeSchemas() {
        return SchemaChoices.of(3, 40);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.FULL)
    void an_account_goes_out_alone_and_comes_back_exactly(@ForAll("schemas") SchemaChoice choice) throws Exception {
        CaseFile.keptOnFailure(choice, AnySchemaIT::outAndIn);
    }

    @Tag("deep")
    @Property(tries = 1500, shrinking = ShrinkingMode.FULL)
    void so_it_does_in_thousands_of_schemas(@ForAll("largeSchemas") SchemaChoice choice) throws Exception {
        CaseFile.keptOnFailure(choice, AnySchemaIT::outAndIn);
    }

    static void outAndIn(GeneratedCase made) throws Exception {
        Product product = made.product();
        DataMap map = made.map();
        product.setUp(map);
        AccountEngine erasing = product.erasing(map);
        AccountEngine restoring = product.restoring(map);
        assertThat(erasing.check().findings()).filteredOn(GeneratedCase::stops).isEmpty();
        WholeDatabase before = made.rows();

        MemoryArchive archive = Orders.export(restoring, made.key());
        assertThat(made.scratch().verify(archive, made.digestKey()).tables())
                .containsExactlyInAnyOrderElementsOf(archive.contents());
        assertThat(before.differences(made.rows())).isEmpty();

        ErasureResult erased = erasing.erase(Orders.erase(made.key(), archive, "prg_1"));
        assertThat(erased).isInstanceOfSatisfying(ErasureResult.Erased.class, done -> assertThat(done.residue())
                .isEmpty());
        assertThat(made.withoutTheAccount(before).differences(made.rows())).isEmpty();

        assertThat(Orders.restore(restoring, made.key(), archive, "rst_1")).isInstanceOf(RestoreResult.Restored.class);
        WholeDatabase after = made.rows();
        assertThat(before.differences(after)).isEmpty();
        before.sequences()
                .forEach((name, at) ->
                        assertThat(after.sequences().get(name)).as(name).isGreaterThanOrEqualTo(at));
    }
}
