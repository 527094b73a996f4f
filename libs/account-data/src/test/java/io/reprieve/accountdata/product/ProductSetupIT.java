package io.reprieve.accountdata.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rights the two roles get, and which they do not. */
class ProductSetupIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
                shared: [public.plan]
                ignored: [public.other]
                volatile: [public.account.stopped]
                fence: { on: UPDATE public.account SET stopped = true WHERE id = :key, off: UPDATE public.account SET stopped = NULL WHERE id = :key, probe: "INSERT INTO public.doc (account_id) VALUES (:key)" }
            """);

    private Product product;

    @BeforeEach
    void setUp() throws SQLException {
        product = new Product("""
                CREATE TABLE plan (code text PRIMARY KEY);
                CREATE TABLE account (id integer PRIMARY KEY, name text, stopped boolean);
                CREATE TABLE doc (id serial PRIMARY KEY, account_id integer NOT NULL REFERENCES account);
                CREATE TABLE other (x integer);
                INSERT INTO account VALUES (1, 'one');
                """);
        product.setUp(MAP);
        product.setUp(MAP);
    }

    private static void run(DataSource login, String sql) throws SQLException {
        try (Connection connection = login.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
        }
    }

    private static void refused(DataSource login, String sql) {
        assertThatThrownBy(() -> run(login, sql)).hasMessageContaining("denied");
    }

    @Test
    void the_eraser_deletes_and_fences_and_does_nothing_else() throws SQLException {
        DataSource eraser = product.login(product.eraser());

        run(eraser, "DELETE FROM doc");
        run(eraser, "UPDATE account SET stopped = true");
        run(eraser, "INSERT INTO doc (account_id) VALUES (1)");
        refused(eraser, "UPDATE account SET name = 'x'");
        refused(eraser, "INSERT INTO account VALUES (2)");
        refused(eraser, "DELETE FROM plan");
        refused(eraser, "SELECT * FROM other");
        refused(eraser, "DELETE FROM reprieve.ledger");
    }

    @Test
    void the_restorer_inserts_and_deletes_nothing() throws SQLException {
        DataSource restorer = product.login(product.restorer());

        run(restorer, "INSERT INTO account VALUES (2)");
        refused(restorer, "DELETE FROM doc");
        refused(restorer, "UPDATE account SET stopped = NULL");
        refused(restorer, "INSERT INTO plan VALUES ('x')");
        refused(restorer, "UPDATE reprieve.ledger SET epoch = 1");
    }

    @Test
    void each_role_records_only_its_own_kind_of_act_and_nobody_rewrites_the_record() throws SQLException {
        String row =
                "INSERT INTO reprieve.ledger (kind, id, purge_request_id, account_id, account_key, epoch, counts, digest,"
                        + " event) VALUES ('%s', '%s', %s, 'acc', '1', 1, '{}', 'd', 'e')";

        run(product.login(product.eraser()), row.formatted("ERASURE", "ers_1", "'prg_1'"));
        run(product.login(product.restorer()), row.formatted("RESTORE", "rst_1", "NULL"));
        assertThatThrownBy(() -> run(product.login(product.restorer()), row.formatted("ERASURE", "ers_1", "'prg_1'")))
                .hasMessageContaining("may not record");
        assertThatThrownBy(() -> run(product.login(product.eraser()), row.formatted("RESTORE", "rst_1", "NULL")))
                .hasMessageContaining("may not record");
        product.run(row.formatted("RESTORE", "rst_1", "NULL"));
        assertThatThrownBy(() -> product.run("DELETE FROM reprieve.ledger")).hasMessageContaining("append-only");
        assertThatThrownBy(() -> product.run("TRUNCATE reprieve.ledger")).hasMessageContaining("append-only");
    }

    @Test
    void rights_that_the_map_no_longer_calls_for_are_taken_back() throws SQLException {
        product.run("GRANT UPDATE ON plan TO " + product.eraser().user());
        product.setUp(MAP);

        refused(product.login(product.eraser()), "UPDATE plan SET code = 'x'");
        assertThat(product.erasing(MAP).check().passes()).isTrue();
    }
}
