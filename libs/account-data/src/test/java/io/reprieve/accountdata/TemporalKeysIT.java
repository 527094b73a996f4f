package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.localservers.PostgresVersion;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys over time, as PostgreSQL 18 has them: no two rows of one room may overlap. */
@Tag("picks-its-versions")
class TemporalKeysIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.booking]
            """);

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
        AccountJourney.outAndIn(product, MAP, "1");
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.run("DELETE FROM booking WHERE account = 1; DELETE FROM account WHERE id = 1;"
                + " INSERT INTO booking VALUES (7, '[2026-01-04,2026-01-06)', 2, 'd')");

        RestorePlan plan = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("key-taken");
            assertThat(finding.subject()).isEqualTo("booking_pkey of public.booking");
            assertThat(finding.message())
                    .contains("archived room=7, during=[\"2026-01-01 00:00:00\",\"2026-01-05 00:00:00\")")
                    .contains("against another account's room=7, during=[\"2026-01-04 00:00:00\"");
        });
    }
}
