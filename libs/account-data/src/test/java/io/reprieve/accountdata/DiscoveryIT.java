package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.cabinet.Cabinet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What discovery makes of schemas it has not seen. */
class DiscoveryIT {

    @Test
    void the_sample_products_own_map_is_what_discovery_proposes() throws SQLException {
        Product product = new Product("SELECT 1");
        Cabinet.install(product.admin());
        PostgresSource own = DataMap.parse(Cabinet.dataMapYaml()).postgres();

        PostgresSource proposed = DataMap.parse(Discovery.propose(product.admin(), "public.accounts"))
                .postgres();

        assertThat(proposed.rootKey()).isEqualTo(own.rootKey());
        assertThat(proposed.owned()).containsExactlyInAnyOrderElementsOf(own.owned());
        assertThat(proposed.shared()).isEqualTo(own.shared());
        assertThat(proposed.ignored()).isEqualTo(own.ignored());
    }

    @Test
    void people_who_remember_an_account_are_shared_and_their_link_is_undone() throws SQLException {
        Product product = new Product("""
                CREATE TABLE account (id uuid PRIMARY KEY);
                CREATE TABLE person (id integer PRIMARY KEY, "last" uuid REFERENCES account);
                CREATE TABLE member (account uuid NOT NULL REFERENCES account, person integer NOT NULL REFERENCES person,
                    PRIMARY KEY (account, person));
                CREATE TABLE project (id integer PRIMARY KEY, account uuid REFERENCES account);
                CREATE TABLE task (id integer PRIMARY KEY, project integer NOT NULL REFERENCES project);
                CREATE TABLE "Hit" (account_id uuid, at date);
                CREATE TABLE colour (name text);
                """);

        String yaml = Discovery.propose(product.admin(), "public.account");
        PostgresSource proposed = DataMap.parse(yaml).postgres();

        assertThat(proposed.owned())
                .containsExactlyInAnyOrder(
                        new OwnedTable(TableName.parse("public.member"), null),
                        new OwnedTable(TableName.parse("public.project"), null),
                        new OwnedTable(TableName.parse("public.task"), null),
                        new OwnedTable(TableName.parse("public.\"Hit\""), "account_id = :key"));
        assertThat(proposed.shared()).containsExactly(TableName.parse("public.person"));
        assertThat(proposed.unlink()).containsExactly(ColumnName.parse("public.person.\"last\""));
        assertThat(proposed.ignored()).containsExactly(TableName.parse("public.colour"));
        assertThat(yaml).contains("# every row refers to public.project (project)");
        product.setUp(DataMap.parse(yaml));
        assertThat(product.erasing(DataMap.parse(yaml)).check().passes()).isTrue();
    }

    @Test
    void a_root_without_a_single_key_has_to_be_told_its_key() throws SQLException {
        Product product = new Product(
                "CREATE TABLE account (a integer, b integer, c integer NOT NULL UNIQUE, PRIMARY KEY (a, b))");

        assertThatThrownBy(() -> Discovery.propose(product.admin(), "public.account"))
                .isInstanceOf(AccountRefused.class);
        assertThat(Discovery.propose(product.admin(), "public.account", "c")).contains("key: c");
    }
}
