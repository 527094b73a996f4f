package io.reprieve.accountdata.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.OpenBilling;
import io.reprieve.accountdata.report.AccountDataException;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the product's own books say is open for an account, by the data map's statements. */
class BillingIT {
    private static final String PLAIN = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.invoice]
            """;

    private static Product product;

    @BeforeAll
    static void fill() throws SQLException {
        product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE invoice (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, paid boolean);
                INSERT INTO account VALUES (1), (2);
                INSERT INTO invoice VALUES (1, 1, false), (2, 1, true), (3, 1, false), (4, 2, true);
                """);
        product.setUp(DataMap.parse(PLAIN));
    }

    @Test
    void an_accounts_open_invoices_are_counted_and_what_is_not_declared_is_not_known() {
        assertThat(open("1", "SELECT count(*) FROM public.invoice WHERE account = :key AND NOT paid"))
                .isEqualTo(new OpenBilling(null, 2L));
        assertThat(open("2", "SELECT count(*) FROM public.invoice WHERE account = :key AND NOT paid"))
                .isEqualTo(new OpenBilling(null, 0L));
        assertThat(product.erasing(DataMap.parse(PLAIN)).openBilling("1")).isEqualTo(new OpenBilling(null, null));
    }

    @Test
    void a_statement_that_fails_writes_or_gives_no_number_is_no_zero() {
        assertThatThrownBy(() -> open("1", "SELECT count(*) FROM public.no_such WHERE id = :key"))
                .isInstanceOf(AccountDataException.class);
        assertThatThrownBy(() -> open("1", "SELECT id FROM public.invoice WHERE account = :key"))
                .hasStackTraceContaining("has to give one number");
        assertThatThrownBy(() -> open("1", "SELECT max(id) FROM public.invoice WHERE account = :key AND id > 9"))
                .hasStackTraceContaining("has to give one number");
        assertThatThrownBy(() -> open("1", "DELETE FROM public.invoice WHERE account = :key RETURNING 1"))
                .isInstanceOf(AccountDataException.class);
    }

    private static OpenBilling open(String key, String statement) {
        DataMap map = DataMap.parse(PLAIN + "    billing: { openInvoices: \"" + statement + "\" }\n");
        return product.erasing(map).openBilling(key);
    }
}
