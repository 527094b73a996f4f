package io.reprieve.accountdata.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A product whose own triggers were there before Reprieve, under a data map that says nothing of them. */
class ProductTriggersIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, title text);
            CREATE TABLE "Audit.Log" (id bigserial PRIMARY KEY, what text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO public."Audit.Log" (what) VALUES (TG_OP); RETURN NULL; END $$;
            CREATE TRIGGER note AFTER INSERT OR DELETE ON doc FOR EACH ROW EXECUTE FUNCTION note();
            CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.title := upper(NEW.title); RETURN NEW; END $$;
            CREATE TRIGGER shout BEFORE INSERT ON doc FOR EACH ROW EXECUTE FUNCTION shout();
            CREATE TABLE bill (no integer PRIMARY KEY, account integer NOT NULL REFERENCES account) PARTITION BY HASH (no);
            CREATE TABLE bill_0 PARTITION OF bill FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE line (id integer PRIMARY KEY, bill integer NOT NULL REFERENCES bill);
            INSERT INTO account VALUES (1), (2);
            INSERT INTO bill VALUES (1, 1), (2, 2);
            INSERT INTO line VALUES (1, 1), (2, 2);
            INSERT INTO doc SELECT n, 1 + n % 2, 'doc ' || n FROM generate_series(1, 10) n;
            UPDATE doc SET title = lower(title);
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.bill, public.line]
                ignored: ['public."Audit.Log"']
            """);

    @Test
    void triggers_record_an_erasure_with_the_logins_rights_and_none_fires_when_rows_come_back() throws SQLException {
        Product product = new Product(SCHEMA);
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        Map<String, String> before = product.fingerprint();

        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.writtenByTriggers())
                        .isEqualTo(Map.of("public.\"Audit.Log\"", 5L)));
        String recorded = product.fingerprint().get("public.\"Audit.Log\"");

        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        before.put("public.\"Audit.Log\"", recorded);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_right_that_a_trigger_lacks_is_named_with_the_way_out() throws SQLException {
        Product product = new Product(SCHEMA);
        product.setUp(MAP);
        product.run("REVOKE INSERT ON \"Audit.Log\" FROM " + product.eraser().user());
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");

        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                        .singleElement()
                        .satisfies(finding ->
                                assertThat(finding.message()).contains("Audit.Log", "42501", "triggers.mute")));
    }
}
