package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.Footprint;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables that refer to each other in circles of every kind: out, gone, and in again. */
@Tag("every-version")
class CyclesIT {

    /** The root in a circle; not-null keys that cannot be deferred; every ON DELETE action; self-references; composite keys. */
    private static final String SCHEMA = """
            CREATE DOMAIN label AS text NOT NULL DEFAULT 'none';
            CREATE TABLE account (id integer PRIMARY KEY, owner integer NOT NULL, note label, paid numeric(9, 2));
            CREATE TABLE person (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account ON DELETE CASCADE,
                boss integer REFERENCES person ON DELETE RESTRICT, note label, code char(6));
            ALTER TABLE account ADD CONSTRAINT owned_by FOREIGN KEY (owner) REFERENCES person ON DELETE RESTRICT;

            CREATE TABLE doc (account integer NOT NULL REFERENCES account ON DELETE CASCADE, id integer NOT NULL,
                current integer NOT NULL, best integer, body text, PRIMARY KEY (account, id));
            CREATE TABLE version (account integer NOT NULL, doc integer NOT NULL, n integer NOT NULL, prior integer,
                body text, PRIMARY KEY (account, doc, n),
                FOREIGN KEY (account, doc) REFERENCES doc ON DELETE CASCADE,
                FOREIGN KEY (account, doc, prior) REFERENCES version ON DELETE SET NULL (prior));
            ALTER TABLE doc ADD FOREIGN KEY (account, id, current) REFERENCES version DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE doc ADD FOREIGN KEY (account, id, best) REFERENCES version ON DELETE SET NULL (best);

            CREATE TABLE red (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, green integer NOT NULL);
            CREATE TABLE green (id integer PRIMARY KEY, blue integer NOT NULL DEFAULT 0, flags bit(3)[]);
            CREATE TABLE blue (id integer PRIMARY KEY, red integer NOT NULL REFERENCES red ON DELETE CASCADE, at date);
            ALTER TABLE red ADD FOREIGN KEY (green) REFERENCES green ON DELETE RESTRICT;
            ALTER TABLE green ADD FOREIGN KEY (blue) REFERENCES blue ON DELETE SET DEFAULT;

            CREATE TABLE chain (id integer PRIMARY KEY, account integer NOT NULL);
            CREATE TABLE loop (id integer PRIMARY KEY, account integer, chain integer NOT NULL REFERENCES chain);
            """;

    private static final String FILL = """
            WITH a AS (INSERT INTO account SELECT n, n * 10, 'n', n FROM generate_series(1, 3) n),
                p AS (INSERT INTO person SELECT n * 10 + m, n, NULLIF(n * 10 + m - 1, n * 10 - 1), E'tab\\tin', 'c' || m
                    FROM generate_series(1, 3) n, generate_series(0, 4) m) SELECT;
            BEGIN;
            INSERT INTO doc SELECT n, m, 2, NULL, E'line\\nbreak\\\\'
                FROM generate_series(1, 3) n, generate_series(1, 4) m;
            INSERT INTO version SELECT n, m, v, NULLIF(v - 1, 0), NULLIF('v' || v, 'v3')
                FROM generate_series(1, 3) n, generate_series(1, 4) m, generate_series(1, 3) v;
            UPDATE doc SET best = 1 WHERE id > 2;
            COMMIT;
            WITH r AS (INSERT INTO red SELECT n, 1 + n % 3, n FROM generate_series(0, 30) n),
                g AS (INSERT INTO green SELECT n, n, ARRAY[B'101', NULL] FROM generate_series(0, 30) n),
                b AS (INSERT INTO blue SELECT n, n, '2026-01-01'::date + n FROM generate_series(0, 30) n) SELECT;
            INSERT INTO chain SELECT n, 1 + n % 3 FROM generate_series(1, 9) n;
            INSERT INTO loop SELECT n, 1 + n % 3, n FROM generate_series(1, 9) n;
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned:
                  - public.person
                  - public.doc
                  - public.version
                  - public.red
                  - public.green
                  - public.blue
                  - { table: public.chain, where: "id IN (SELECT chain FROM public.loop WHERE account = :key)" }
                  - public.loop
            """);

    @Test
    void circles_of_every_kind_of_key_go_and_come_back() throws SQLException {
        Product product = new Product(SCHEMA);
        product.run(FILL);

        assertThat(AccountJourney.outAndIn(product, MAP, "2"))
                .containsExactlyInAnyOrder(
                        "public.account",
                        "public.person",
                        "public.doc",
                        "public.version",
                        "public.red",
                        "public.green",
                        "public.blue",
                        "public.chain",
                        "public.loop");
        assertThat(product.ask("SELECT count(*) FROM blue")).isEqualTo("31");
    }

    /** Rows found by walking: a to b, b to c, c to a, and down a tree of b; other ways than the first lead round as well. */
    private static final String NULLABLE = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE a (id integer PRIMARY KEY, account integer REFERENCES account, b integer, b2 integer);
            CREATE TABLE b (id integer PRIMARY KEY, parent integer REFERENCES b, c integer);
            CREATE TABLE c (id integer PRIMARY KEY, a integer REFERENCES a ON DELETE SET NULL, at integer);
            ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b, ADD FOREIGN KEY (b2) REFERENCES b;
            """;

    private static final DataMap NULLABLE_MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.a, public.b, public.c, public.d, public.e]
            """);

    @Test
    void rows_in_a_circle_of_links_that_may_be_null_belong_by_reach() throws SQLException {
        Product product = new Product(NULLABLE + """
                ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;
                CREATE TABLE d (id integer PRIMARY KEY, b integer NOT NULL REFERENCES b ON DELETE CASCADE);
                CREATE TABLE e (id integer PRIMARY KEY, d integer REFERENCES d, c integer REFERENCES c);
                INSERT INTO account VALUES (1), (2);
                INSERT INTO a VALUES (1, 1, NULL, NULL), (2, 2, NULL, NULL), (9, NULL, NULL, NULL);
                INSERT INTO c VALUES (10, 1, 0), (20, 2, 0), (90, 9, 0);
                INSERT INTO b VALUES (11, NULL, 10), (21, NULL, 20), (91, NULL, 90);
                INSERT INTO b SELECT 100 * of + n, CASE n WHEN 0 THEN 10 * of + 1 ELSE 100 * of + n - 1 END
                    FROM unnest(ARRAY[1, 2, 9]) of, generate_series(0, 50) n;
                INSERT INTO a SELECT 1000 * of, NULL, NULL, 100 * of + 50 FROM unnest(ARRAY[1, 2, 9]) of;
                INSERT INTO c SELECT 1000 * of, 1000 * of FROM unnest(ARRAY[1, 2, 9]) of;
                INSERT INTO d SELECT id, id FROM b;
                INSERT INTO e SELECT id, id FROM d UNION ALL SELECT -id, NULL FROM c;
                UPDATE e SET c = -id WHERE id < 0;
                """);

        assertThat(AccountJourney.outAndIn(product, NULLABLE_MAP, "2"))
                .containsExactlyInAnyOrder(
                        "public.account", "public.a", "public.b", "public.c", "public.d", "public.e");
        assertThat(product.erasing(NULLABLE_MAP).footprint("2").tables())
                .extracting(Footprint.TableSize::rows)
                .containsExactly(2L, 1L, 52L, 2L, 52L, 54L);
    }

    @Test
    void a_circle_of_more_columns_than_a_statement_could_give_back_goes_out_and_in() throws SQLException {
        Product product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE wide (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, %s);
                CREATE TABLE broad (id integer PRIMARY KEY, wide integer NOT NULL REFERENCES wide, %s);
                ALTER TABLE wide ADD broad integer REFERENCES broad;
                INSERT INTO account VALUES (1), (2);
                INSERT INTO wide (id, account, c0) SELECT id, id, id FROM account;
                INSERT INTO broad (id, wide, c849) SELECT id, id, '2026-01-01' FROM wide;
                UPDATE wide SET broad = id;
                """.formatted(columns("smallint"), columns("date")));
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id }
                    owned: [public.wide, public.broad]
                """);

        assertThat(AccountJourney.outAndIn(product, map, "2"))
                .containsExactlyInAnyOrder("public.account", "public.wide", "public.broad");
    }

    private static String columns(String type) {
        return IntStream.range(0, 850).mapToObj(n -> "c" + n + " " + type).collect(Collectors.joining(", "));
    }
}
