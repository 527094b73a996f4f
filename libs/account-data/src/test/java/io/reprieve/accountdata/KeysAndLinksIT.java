package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Account keys as people type them, and links of shared rows into an account. */
class KeysAndLinksIT {

    private static AccountEngine keyedBy(String type, String value) throws SQLException {
        Product product = new Product("CREATE TYPE colour AS ENUM ('red', 'green'); CREATE DOMAIN slug AS varchar(9);"
                + " CREATE TABLE account (id " + type
                + " PRIMARY KEY); INSERT INTO account VALUES (" + value + ")");
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                """);
        product.setUp(map);
        return product.erasing(map);
    }

    @Test
    void a_key_is_found_however_it_is_typed_and_told_as_postgresql_prints_it() throws SQLException {
        assertThat(keyedBy("uuid", "'a0ee0000-0000-0000-0000-000000000001'")
                        .accountKey("A0EE00000000-0000-0000-000000000001"))
                .contains("a0ee0000-0000-0000-0000-000000000001");
        assertThat(keyedBy("integer", "42").accountKey(" 042 ")).contains("42");
        assertThat(keyedBy("numeric", "1").accountKey("1.00")).contains("1");
        assertThat(keyedBy("char(5)", "'ab'").accountKey("ab")).contains("ab");
        assertThat(keyedBy("date", "'2024-02-01'").accountKey("2024-2-1")).contains("2024-02-01");
        assertThat(keyedBy("colour", "'red'").accountKey("red")).contains("red");
    }

    @Test
    void what_is_another_key_or_none_finds_nobody() throws SQLException {
        assertThat(keyedBy("text", "'42'").accountKey(" 42 ")).isEmpty();
        assertThat(keyedBy("integer", "42").accountKey("forty-two")).isEmpty();
        assertThat(keyedBy("integer", "42").accountKey("99999999999999999999")).isEmpty();
        assertThat(keyedBy("colour", "'red'").accountKey("blue")).isEmpty();
    }

    @Test
    void of_many_keys_those_are_known_whose_account_is_there_whatever_their_type() throws SQLException {
        assertThat(keyedBy("integer", "42").known(List.of("42", "43"))).containsExactly("42");
        assertThat(keyedBy("text", "'o''clock'").known(List.of("o'clock", "noon")))
                .containsExactly("o'clock");
        assertThat(keyedBy("char(5)", "'ab'").known(List.of("ab   "))).hasSize(1);
        assertThat(keyedBy("date", "'2024-02-01'").known(List.of("2024-02-01"))).containsExactly("2024-02-01");
        assertThat(keyedBy("colour", "'red'").known(List.of("red", "green"))).containsExactly("red");
        assertThat(keyedBy("slug", "'a'").known(List.of("a", "b"))).containsExactly("a");
        assertThat(keyedBy("integer", "42").known(List.of())).isEmpty();
    }

    @Test
    void a_root_whose_key_has_several_columns_is_refused_by_name() throws SQLException {
        Product product = new Product("CREATE TABLE account (realm integer, id integer, PRIMARY KEY (realm, id))");
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                """);

        assertThat(AccountEngine.of(map, product.admin(), Optional.empty())
                        .check()
                        .findings())
                .filteredOn(finding -> finding.rule().equals("root-key"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("has to name one row"));
    }

    @Test
    void links_of_shared_rows_are_undone_and_made_again_also_by_composite_keys_and_into_circles() throws SQLException {
        Product product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE doc (account integer NOT NULL REFERENCES account, no integer, version integer NOT NULL,
                    PRIMARY KEY (account, no));
                CREATE TABLE version (id integer PRIMARY KEY, account integer NOT NULL, no integer NOT NULL,
                    FOREIGN KEY (account, no) REFERENCES doc ON DELETE CASCADE);
                ALTER TABLE doc ADD FOREIGN KEY (version) REFERENCES version DEFERRABLE INITIALLY DEFERRED;
                CREATE TABLE person (id integer PRIMARY KEY, last_account integer REFERENCES account,
                    doc_account integer, doc_no integer, read_version integer REFERENCES version ON DELETE SET NULL,
                    FOREIGN KEY (doc_account, doc_no) REFERENCES doc);
                BEGIN;
                INSERT INTO account VALUES (1), (2);
                INSERT INTO doc SELECT 1 + n % 2, n, n * 10 FROM generate_series(1, 6) n;
                INSERT INTO version SELECT n * 10, 1 + n % 2, n FROM generate_series(1, 6) n;
                COMMIT;
                INSERT INTO person VALUES (1, 1, 1, 2, 20), (2, 2, 2, 3, 40), (3, 1, NULL, NULL, 10), (4, 2, 1, 4, NULL);
                """);
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                    owned: [public.doc, public.version]
                    shared: [public.person]
                    unlink: [public.person.last_account, public.person.doc_no, public.person.read_version]
                """);

        assertThat(AccountJourney.outAndIn(product, map, "1"))
                .containsExactly("public.account", "public.doc", "public.person", "public.version");
        assertThat(product.ask("SELECT string_agg(p::text, ' ' ORDER BY id) FROM person p"))
                .isEqualTo("(1,1,1,2,20) (2,2,2,3,40) (3,1,,,10) (4,2,1,4,)");
    }
}
