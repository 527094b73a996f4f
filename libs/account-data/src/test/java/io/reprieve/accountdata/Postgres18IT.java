package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.localservers.PostgresVersion;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PostgreSQL 18 brought. */
@Tag("picks-its-versions")
class Postgres18IT {

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc]
            """;

    private static final DataMap BOOKINGS = DataMap.parse(MAP.replace("public.doc", "public.booking"));

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
    void an_overlap_is_foreseen_and_without_one_the_account_comes_back() throws SQLException {
        Product product = new Product(PostgresVersion.V18, """
                CREATE EXTENSION btree_gist;
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE booking (room integer, during tsrange, account integer NOT NULL REFERENCES account, note text,
                    label text GENERATED ALWAYS AS (note || '!') VIRTUAL CHECK (label <> 'no!'),
                    PRIMARY KEY (room, during WITHOUT OVERLAPS));
                INSERT INTO account VALUES (1), (2);
                INSERT INTO booking VALUES (7, '[2026-01-01,2026-01-05)', 1, 'a'), (7, '[2026-02-01,2026-02-05)', 1, 'b'),
                    (7, '[2026-03-01,2026-03-05)', 2, 'c');
                """);
        AccountJourney.outAndIn(product, BOOKINGS, "1");
        MemoryArchive archive = Orders.export(product.restoring(BOOKINGS), "1");
        product.run("DELETE FROM booking WHERE account = 1; DELETE FROM account WHERE id = 1;"
                + " INSERT INTO booking VALUES (7, '[2026-01-04,2026-01-06)', 2, 'd')");

        RestorePlan plan = product.restoring(BOOKINGS).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("key-taken");
            assertThat(finding.subject()).isEqualTo("booking_pkey of public.booking");
            assertThat(finding.message())
                    .contains("archived room=7, during=[\"2026-01-01 00:00:00\",\"2026-01-05 00:00:00\")")
                    .contains("against another account's room=7, during=[\"2026-01-04 00:00:00\"");
        });
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
}
