package io.reprieve.accountdata.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.OwnedTable;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
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
    void columns_that_sound_like_peoples_data_are_proposed_as_personal() throws SQLException {
        Product product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY, name text, "billingEmail" text, zip text, zipped bytea);
                CREATE TABLE contact (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, name text,
                    "dateOfBirth" date, mobile_phone text, phones_sold integer, last_ip inet, first_name text, description text);
                CREATE TABLE colour (name text, email text);
                """);

        PostgresSource proposed = DataMap.parse(Discovery.propose(product.admin(), "public.account"))
                .postgres();

        assertThat(proposed.personal().stream().map(ColumnName::toString))
                .containsExactlyInAnyOrder(
                        "public.account.\"billingEmail\"",
                        "public.account.zip",
                        "public.contact.name",
                        "public.contact.\"dateOfBirth\"",
                        "public.contact.mobile_phone",
                        "public.contact.last_ip",
                        "public.contact.first_name");
    }

    @Test
    void a_root_without_a_single_key_has_to_be_told_its_key() throws SQLException {
        Product product = new Product(
                "CREATE TABLE account (a integer, b integer, c integer NOT NULL UNIQUE, PRIMARY KEY (a, b))");

        assertThatThrownBy(() -> Discovery.propose(product.admin(), "public.account"))
                .isInstanceOf(AccountRefused.class);
        assertThat(Discovery.propose(product.admin(), "public.account", "c")).contains("key: c");
    }

    /** A shop of many tenants, in three schemas, as such databases grow. */
    private static final String SHOP = """
            CREATE SCHEMA crm; CREATE SCHEMA "Log";
            CREATE TABLE tenants (id bigint PRIMARY KEY, owner_id bigint NOT NULL);
            CREATE TABLE users (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants);
            ALTER TABLE tenants ADD FOREIGN KEY (owner_id) REFERENCES users DEFERRABLE INITIALLY DEFERRED;
            CREATE TABLE currencies (code char(3) PRIMARY KEY);
            CREATE TABLE countries (code char(2) PRIMARY KEY, currency char(3) NOT NULL REFERENCES currencies);
            CREATE TABLE crm.people (id bigint PRIMARY KEY, last_tenant bigint REFERENCES tenants);
            CREATE TABLE crm.contacts (id bigint PRIMARY KEY, tenant_id bigint REFERENCES tenants, person_id bigint
                REFERENCES crm.people);
            CREATE TABLE crm.calls (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants,
                contact_id bigint NOT NULL REFERENCES crm.contacts, person_id bigint REFERENCES crm.people);
            CREATE TABLE addresses (id bigint PRIMARY KEY, country char(2) NOT NULL REFERENCES countries);
            CREATE TABLE orders (tenant_id bigint REFERENCES tenants, no integer, ship_to bigint UNIQUE
                REFERENCES addresses, PRIMARY KEY (tenant_id, no));
            CREATE TABLE order_lines (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, no integer NOT NULL,
                parent bigint REFERENCES order_lines, FOREIGN KEY (tenant_id, no) REFERENCES orders);
            CREATE TABLE notes (id bigint PRIMARY KEY, line bigint REFERENCES order_lines, call bigint
                REFERENCES crm.calls);
            CREATE TABLE "Log"."Events" (at timestamptz NOT NULL, "tenantId" integer NOT NULL, line bigint
                REFERENCES order_lines) PARTITION BY RANGE (at);
            CREATE TABLE "Log".recent PARTITION OF "Log"."Events" DEFAULT;
            CREATE TABLE stats (tenant_id text, hits bigint);
            CREATE TABLE flyway_schema_history (version text);
            CREATE TABLE comments (id bigint PRIMARY KEY, commentable_type text, commentable_id bigint);
            CREATE TABLE campaigns (id bigint PRIMARY KEY, tenant_ids bigint[]);
            CREATE TABLE files (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants, data oid);
            CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM orders;
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON crm.calls FOR EACH ROW EXECUTE FUNCTION f();
            """;

    @Test
    void every_table_of_a_grown_schema_is_placed_with_its_reason() throws SQLException {
        Product product = new Product(SHOP);

        String yaml = Discovery.propose(product.admin(), "public.tenants");
        PostgresSource proposed = DataMap.parse(yaml).postgres();

        assertThat(proposed.owned())
                .containsExactlyInAnyOrder(
                        new OwnedTable(TableName.parse("public.users"), null),
                        new OwnedTable(TableName.parse("crm.contacts"), null),
                        new OwnedTable(TableName.parse("crm.calls"), null),
                        new OwnedTable(TableName.parse("public.orders"), null),
                        new OwnedTable(TableName.parse("public.order_lines"), null),
                        new OwnedTable(TableName.parse("public.notes"), null),
                        new OwnedTable(TableName.parse("public.files"), null),
                        new OwnedTable(TableName.parse("\"Log\".\"Events\""), "\"tenantId\" = :key"),
                        new OwnedTable(TableName.parse("public.stats"), "tenant_id = :key::text"));
        assertThat(proposed.shared())
                .extracting(TableName::toString)
                .containsExactlyInAnyOrder("crm.people", "public.addresses", "public.countries", "public.currencies");
        assertThat(proposed.unlink()).containsExactly(ColumnName.parse("crm.people.last_tenant"));
        assertThat(proposed.ignored()).containsExactly(TableName.parse("public.flyway_schema_history"));
        assertThat(yaml)
                .contains(
                        "- public.users  # every row refers to public.tenants (tenant_id); in a circle with"
                                + " public.tenants, public.users, which go and come together",
                        "- public.order_lines  # every row refers to public.orders (tenant_id, no)",
                        "- crm.contacts  # refers to public.tenants (tenant_id), though the column may be null: rows"
                                + " without it are nobody's",
                        "- public.notes  # refers to crm.calls (call), though the column may be null: rows without it are"
                                + " nobody's; also to public.order_lines (line)",
                        "each row from one row at most: if they are the account's own, list it as owned, where: id IN"
                                + " (SELECT ship_to FROM public.orders WHERE tenant_id = :key)",
                        "#     - 'touch on crm.calls'  # before each row's insert or update it calls public.f(); fires in a"
                                + " restore (insert)");
    }

    @Test
    void what_could_be_one_thing_or_another_is_left_to_people_and_fails_the_check() throws SQLException {
        Product product = new Product(SHOP);
        String yaml = Discovery.propose(product.admin(), "public.tenants");
        DataMap map = DataMap.parse(yaml);
        product.setUp(map);

        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(finding -> finding.rule() + " " + finding.subject())
                .containsExactlyInAnyOrder(
                        "column-not-handled public.files.data",
                        "table-unaccounted public.campaigns",
                        "table-unaccounted public.comments");

        DataMap decided = DataMap.parse(yaml.replace("    # largeObjects", "    largeObjects")
                .replace("      # - table: public.campaigns", "      - table: public.campaigns")
                .replace("      #   where: ':key = ANY", "        where: ':key = ANY")
                .replace("      # - table: public.comments", "      - table: public.comments")
                .replace("      #   where: 'commentable_type", "        where: 'commentable_type"));
        product.setUp(decided);
        assertThat(product.erasing(decided).check().findings())
                .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
