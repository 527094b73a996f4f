package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.localservers.PostgresVersion;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What PostgreSQL 18 brought. */
class Postgres18IT {

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
            """;

    @Test
    void columns_computed_when_read_and_keys_without_overlaps_go_out_and_come_back() throws SQLException {
        Product product = new Product(PostgresVersion.V18, """
                CREATE EXTENSION btree_gist;
                CREATE TABLE account (id integer CONSTRAINT always NOT NULL PRIMARY KEY, name text,
                    upper text GENERATED ALWAYS AS (upper(name)) VIRTUAL);
                CREATE TABLE doc (account integer NOT NULL REFERENCES account, during daterange,
                    days integer GENERATED ALWAYS AS (upper(during) - lower(during)) VIRTUAL,
                    note text CONSTRAINT unproved CHECK (note <> '') NOT ENFORCED,
                    PRIMARY KEY (account, during WITHOUT OVERLAPS));
                ALTER TABLE doc ADD CONSTRAINT noted NOT NULL note NOT VALID;
                INSERT INTO account (id, name) VALUES (1, 'a'), (2, 'b');
                INSERT INTO doc VALUES (1, '[2026-01-01,2026-02-01)', DEFAULT, ''), (1, '[2026-02-01,)', DEFAULT, 'x'),
                    (2, '(,)', DEFAULT, 'y');
                """);

        assertThat(AccountJourney.outAndIn(product, DataMap.parse(MAP), "1"))
                .containsExactly("public.account", "public.doc");
    }

    @Test
    void a_restore_foresees_that_time_was_taken_meanwhile() throws SQLException {
        Product product = new Product(PostgresVersion.V18, """
                CREATE EXTENSION btree_gist;
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE doc (account integer NOT NULL REFERENCES account, room integer, during daterange,
                    PRIMARY KEY (room, during WITHOUT OVERLAPS));
                INSERT INTO account VALUES (1), (2);
                INSERT INTO doc VALUES (1, 1, '[2026-01-01,2026-02-01)');
                """);
        DataMap map = DataMap.parse(MAP);
        product.setUp(map);
        MemoryArchive archive = Orders.export(product.restoring(map), "1");
        assertThat(product.erasing(map).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        product.run("INSERT INTO doc VALUES (2, 1, '[2026-01-31,2026-03-01)')");

        RestorePlan plan = product.restoring(map).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.runnable()).isFalse();
        assertThat(Orders.restore(product.restoring(map), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Refused.class);
        assertThat(product.ask("SELECT count(*) FROM doc")).isEqualTo("1");
    }

    @Test
    void keys_that_hold_nothing_together_are_refused_by_name() throws SQLException {
        Product product = new Product(PostgresVersion.V18, """
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account,
                    more integer CONSTRAINT loose REFERENCES account NOT ENFORCED);
                """);
        DataMap map = DataMap.parse(MAP);
        product.setUp(map);

        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactly("foreign-key-not-handled");
    }

    @Test
    void links_to_a_period_are_refused_by_name() throws SQLException {
        Product product = new Product(PostgresVersion.V18, """
                CREATE EXTENSION btree_gist;
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE stay (account integer NOT NULL REFERENCES account, room integer, during daterange,
                    PRIMARY KEY (room, during WITHOUT OVERLAPS));
                CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, room integer,
                    "while" daterange, FOREIGN KEY (room, PERIOD "while") REFERENCES stay (room, PERIOD during));
                """);
        DataMap map = DataMap.parse(MAP.replace("[public.doc]", "[public.doc, public.stay]"));
        product.setUp(map);

        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactly("foreign-key-not-handled");
    }
}
