package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row-level security that would hide rows: everything is read, or nothing is done. */
class RowSecurityIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, secret boolean);
            CREATE TABLE plan (id integer PRIMARY KEY);
            ALTER TABLE doc ADD plan integer REFERENCES plan;
            INSERT INTO account VALUES (1), (2);
            INSERT INTO plan VALUES (1), (2);
            INSERT INTO doc SELECT n, 1 + n % 2, n % 3 = 0, 1 FROM generate_series(1, 12) n;
            ALTER TABLE doc ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            ALTER TABLE plan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY open_ones ON doc USING (NOT secret);
            CREATE POLICY no_plans ON plan USING (id = 2);
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                shared: [public.plan]
            """);

    private Product product;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
    }

    @Test
    void hidden_rows_go_out_and_come_back_with_the_others() throws SQLException {
        AccountJourney.outAndIn(product, MAP, "1");

        assertThat(product.ask("SELECT count(*) FROM doc WHERE account = 1 AND secret"))
                .isEqualTo("2");
    }

    @Test
    void a_login_that_would_see_a_part_is_refused_by_every_operation() throws SQLException {
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        for (ProductSetup.Login login : new ProductSetup.Login[] {product.eraser(), product.restorer()}) {
            product.run("ALTER ROLE " + login.user() + " NOBYPASSRLS");
        }
        Map<String, String> before = product.fingerprint();

        assertThat(product.erasing(MAP).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::toString)
                .allMatch(finding -> finding.contains("row-security"))
                .hasSize(2);
        assertThatThrownBy(() -> Orders.export(product.restoring(MAP), "1")).hasMessageContaining("row-level security");
        assertThatThrownBy(() -> product.erasing(MAP).content("1", Product.digestKey(Orders.ACCOUNT)))
                .hasMessageContaining("row-level security");
        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Refused.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void an_owner_whom_the_policies_bind_by_force_is_refused_too() throws SQLException {
        for (String table : new String[] {"account", "doc", "plan"}) {
            product.run(
                    "ALTER TABLE " + table + " OWNER TO " + product.restorer().user());
        }
        product.run("ALTER ROLE " + product.restorer().user() + " NOBYPASSRLS");

        assertThatThrownBy(() -> Orders.export(product.restoring(MAP), "1")).hasMessageContaining("row-level security");

        product.run("ALTER TABLE doc NO FORCE ROW LEVEL SECURITY; ALTER TABLE plan NO FORCE ROW LEVEL SECURITY");
        assertThat(Orders.export(product.restoring(MAP), "1").text("public.doc").lines())
                .hasSize(6);
    }
}
