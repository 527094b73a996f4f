package io.reprieve.accountdata.check;

import static io.reprieve.accountdata.check.CheckedCatalog.BASE;
import static io.reprieve.accountdata.check.CheckedCatalog.MAP;
import static io.reprieve.accountdata.check.CheckedCatalog.errors;
import static io.reprieve.accountdata.check.CheckedCatalog.errorsWithMore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a data map is refused for, against real catalogs; each refusal names its subject. */
class MapCheckIT {

    @Test
    void a_map_that_accounts_for_everything_passes() throws SQLException {
        assertThat(errors("SELECT 1")).isEmpty();
    }

    @Test
    void a_column_marked_as_personal_has_to_be_there() throws SQLException {
        assertThat(errors(
                        "SELECT 1",
                        MAP.formatted("")
                                + "    personal: [public.account.name, public.account.mail, public.gone.email]"))
                .containsExactly("personal-missing public.account.mail", "personal-missing public.gone.email");
    }

    @Test
    void a_new_table_is_named() throws SQLException {
        assertThat(errors("CREATE TABLE surprise (id integer)")).containsExactly("table-unaccounted public.surprise");
    }

    @Test
    void a_new_foreign_key_from_outside_is_named_with_what_it_would_do() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE note (id integer PRIMARY KEY, doc integer REFERENCES doc ON DELETE CASCADE)",
                        MAP.formatted("") + "    shared: [public.note]\n"))
                .containsExactly("reached-from-outside note_doc_fkey of public.note to public.doc");
    }

    @Test
    void a_root_that_refers_to_itself_is_refused() throws SQLException {
        assertThat(errors("ALTER TABLE account ADD COLUMN parent integer REFERENCES account"))
                .containsExactly("root-references-itself account_parent_fkey of public.account to public.account");
    }

    @Test
    void an_owned_table_that_no_key_leads_from_has_to_say_how_it_belongs() throws SQLException {
        assertThat(errorsWithMore("CREATE TABLE loose (id integer PRIMARY KEY, account integer)", "public.loose"))
                .containsExactly("no-path public.loose");
        assertThat(errorsWithMore(
                        "CREATE TABLE loose (id integer PRIMARY KEY, account integer)",
                        "{ table: public.loose, where: 'account = :key' }"))
                .isEmpty();
    }

    @Test
    void a_declaration_that_postgresql_does_not_accept_is_refused() throws SQLException {
        assertThat(errorsWithMore("CREATE TABLE loose (id integer)", "{ table: public.loose, where: 'acount = :key' }"))
                .containsExactly("where-invalid public.loose");
    }

    @Test
    void columns_that_no_archive_can_hold_are_named() throws SQLException {
        assertThat(errors("ALTER TABLE doc ADD COLUMN blob oid, ADD COLUMN tables regclass[]"))
                .containsExactly("column-not-handled public.doc.blob", "column-not-handled public.doc.tables");
    }

    @Test
    void loose_heirs_rules_and_single_partition_keys_are_refused() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE special () INHERITS (doc)",
                        MAP.formatted("") + "    ignored: [public.special]\n"))
                .contains("column-unaccounted public.special.account_id");
        assertThat(errors("CREATE RULE keep AS ON DELETE TO doc DO INSTEAD NOTHING"))
                .containsExactly("table-not-handled public.doc");
        assertThat(errorsWithMore(
                        "CREATE TABLE log (n integer, account integer NOT NULL) PARTITION BY RANGE (n);"
                                + " CREATE TABLE log1 PARTITION OF log FOR VALUES FROM (1) TO (9);"
                                + " ALTER TABLE log1 ADD FOREIGN KEY (account) REFERENCES account",
                        "public.log"))
                .containsExactly("foreign-key-not-handled log1_account_fkey of public.log to public.account");
    }

    @Test
    void row_security_that_would_filter_is_refused_rather_than_suffered() throws SQLException {
        Product product = new Product(BASE + "INSERT INTO account VALUES (1)");
        DataMap map = DataMap.parse(MAP.formatted(""));
        product.setUp(map);
        product.run("ALTER TABLE doc ENABLE ROW LEVEL SECURITY");

        assertThat(product.erasing(map).check().findings())
                .extracting(Finding::rule)
                .contains("row-security");
        assertThatThrownBy(() -> Orders.export(product.restoring(map), "1"))
                .isInstanceOf(AccountDataException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void foreign_keys_whose_triggers_are_off_are_refused() throws SQLException {
        assertThat(errors("ALTER TABLE doc DISABLE TRIGGER ALL"))
                .containsExactly("foreign-key-not-handled doc_account_id_fkey of public.doc to public.account");
    }

    @Test
    void the_ledger_has_to_be_there() throws SQLException {
        Product product = new Product(BASE);

        assertThat(AccountEngine.of(DataMap.parse(MAP.formatted("")), product.admin(), Optional.empty())
                        .check()
                        .findings())
                .extracting(Finding::rule)
                .contains("ledger-missing");
    }

    @Test
    void a_fence_that_postgresql_does_not_accept_is_refused() throws SQLException {
        assertThat(errors(
                        "SELECT 1",
                        MAP.formatted("") + "    fence: { \"on\": 'UPDATE account SET x = 1 WHERE id = :key',"
                                + " \"off\": 'UPDATE account SET name = name WHERE id = :key' }\n"))
                .containsExactly("fence-invalid fence.on");
    }
}
