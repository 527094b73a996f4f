package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.archive.TableDifference;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.FenceOutcome;
import io.reprieve.accountdata.order.LedgerRow;
import io.reprieve.accountdata.order.RestoreResult;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A schema with everything in it that a foreign product may have, as far as it is handled. */
@Tag("every-version")
class NastySchemaIT {

    private static final String SCHEMA = """
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE SCHEMA "Sales Dept";
            CREATE SCHEMA ops;
            CREATE TYPE "Sales Dept"."Mood" AS ENUM ('so ''so''', 'Glad', 'tab	bed');
            CREATE DOMAIN ops.short AS varchar(12) CHECK (VALUE <> 'forbidden');
            CREATE DOMAIN ops.shorter AS ops.short;
            CREATE TYPE ops.place AS (street text, "No." integer, mood "Sales Dept"."Mood"[]);
            CREATE TYPE ops.window AS RANGE (subtype = time);
            CREATE TABLE ops.country (code char(2) PRIMARY KEY, label text);
            INSERT INTO ops.country VALUES ('DE', 'Deutschland'), ('IS', 'Ísland');
            CREATE TABLE "Sales Dept"."Tenant" (
                "Key" uuid PRIMARY KEY, gone text, name public.citext NOT NULL UNIQUE,
                country char(2) REFERENCES ops.country, suspended timestamptz, since date DEFAULT 'infinity');
            ALTER TABLE "Sales Dept"."Tenant" DROP COLUMN gone;
            CREATE TABLE ops.person (id serial PRIMARY KEY, email text UNIQUE,
                last_tenant uuid REFERENCES "Sales Dept"."Tenant" ON DELETE SET NULL);
            CREATE TABLE "Sales Dept"."order" (
                "Tenant" uuid NOT NULL REFERENCES "Sales Dept"."Tenant" ON DELETE CASCADE, "select" integer NOT NULL,
                "group" text, doubled integer GENERATED ALWAYS AS ("select" * 2) STORED, place ops.place,
                places ops.place[], amount numeric(12, 3), price money, span interval, at timestamp, tz timestamptz(3),
                stamps tstzmultirange, open ops.window, code ops.shorter, mood "Sales Dept"."Mood", flags bit varying(9),
                addr inet, raw bytea, doc jsonb, doc_text json, vec tsvector, f8 double precision, f4 real, arr text[][],
                x xml, pt point,
                PRIMARY KEY ("Tenant", "select"));
            CREATE TABLE "Sales Dept"."order line" (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t uuid NOT NULL, o integer NOT NULL,
                person integer REFERENCES ops.person,
                parent bigint REFERENCES "Sales Dept"."order line" ON DELETE CASCADE,
                note text COLLATE "C", FOREIGN KEY (t, o) REFERENCES "Sales Dept"."order" ON DELETE CASCADE);
            CREATE TABLE ops.node (
                id integer PRIMARY KEY, tenant uuid REFERENCES "Sales Dept"."Tenant", "order" bigint
                REFERENCES "Sales Dept"."order line", parent integer REFERENCES ops.node, label text);
            CREATE TABLE ops.log (line text, tenant uuid REFERENCES "Sales Dept"."Tenant");
            CREATE TABLE ops.event (
                id bigserial, at date NOT NULL, tenant uuid NOT NULL REFERENCES "Sales Dept"."Tenant", what text,
                PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE ops.event_old PARTITION OF ops.event FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
            CREATE TABLE ops.event_new PARTITION OF ops.event FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)
                PARTITION BY HASH (id);
            CREATE TABLE ops.event_new_all PARTITION OF ops.event_new FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            CREATE TABLE ops.attachment (
                id text PRIMARY KEY, owner_type text NOT NULL, owner_id bigint NOT NULL, size integer);
            CREATE TABLE ops.preview (
                attachment text NOT NULL REFERENCES ops.attachment ON DELETE RESTRICT, n integer, UNIQUE (attachment, n));
            CREATE TABLE ops.version (v integer);
            ALTER TABLE ops.log ENABLE ROW LEVEL SECURITY;
            CREATE POLICY none ON ops.log USING (false);
            """;

    private static final String FILL = """
            DO $fill$
            DECLARE
                tenant uuid;
                base integer := 0;
                line bigint;
            BEGIN
                INSERT INTO ops.person (email, last_tenant) VALUES ('shared@people.example', NULL);
                FOREACH tenant IN ARRAY ARRAY['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
                        'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', 'c0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13']::uuid[] LOOP
                    base := base + 100;
                    INSERT INTO "Sales Dept"."Tenant" VALUES (tenant, 'Firm ' || base, 'IS', NULL, DEFAULT);
                    INSERT INTO ops.person (email, last_tenant) VALUES (base || '@people.example', tenant);
                    FOR n IN 1..5 LOOP
                        INSERT INTO "Sales Dept"."order" VALUES (
                            tenant, n, E'a\\tb\\nc\\\\N', DEFAULT,
                            ROW('Laugavegur "1"', n, '{Glad,"so ''so''"}')::ops.place,
                            ARRAY[ROW(NULL, NULL, NULL)::ops.place, NULL], 1.500 * n, '12.34'::money,
                            '1 year -2 mons 3 days 04:05:06.7', '-infinity', now(),
                            '{[2026-01-01, 2026-02-01), [2026-03-01,)}', '[10:00,11:00)', 'code ' || n,
                            E'tab\\tbed', B'0101', '2001:db8::1/64', decode('00ff5c', 'hex'),
                            '{"b": 1, "a": [1.0, null]}', '{"b":1,  "a":2}', to_tsvector('simple', 'fat cat sat'),
                            'NaN', 0.1, '{{a,NULL},{"",\\\\N}}', '<a>ä</a>', '(1.5,-2)');
                        INSERT INTO "Sales Dept"."order line" (t, o, person, note)
                            VALUES (tenant, n, 1, '🗝 契約 ' || n) RETURNING id INTO line;
                        INSERT INTO "Sales Dept"."order line" (t, o, parent, note)
                            VALUES (tenant, n, line, '') RETURNING id INTO line;
                        INSERT INTO ops.attachment VALUES (base || '-' || n, 'line', line, n),
                            (base || 'x' || n, 'other', line, n);
                        INSERT INTO ops.preview VALUES (base || '-' || n, 1), (base || '-' || n, NULL),
                            (base || '-' || n, NULL);
                        INSERT INTO ops.log VALUES ('same line', tenant), ('line ' || n, tenant), (NULL, tenant);
                        INSERT INTO ops.event (at, tenant, what) VALUES (date '2025-12-28' + n, tenant, 'happened ' || n);
                    END LOOP;
                    INSERT INTO ops.node VALUES (base, tenant, NULL, NULL, 'top'), (base + 1, NULL, NULL, base, 'below'),
                        (base + 2, NULL, NULL, base + 1, 'deep'), (base + 3, NULL, line, NULL, 'by line'),
                        (base + 4, tenant, line, base + 3, 'both');
                END LOOP;
                INSERT INTO ops.node VALUES (1, NULL, NULL, NULL, 'nobody''s'), (2, NULL, NULL, 1, 'nobody''s child');
                INSERT INTO ops.log VALUES ('nobody''s', NULL);
            END $fill$;
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: '"Sales Dept"."Tenant"', key: '"Key"' }
                owned:
                  - '"Sales Dept"."order"'
                  - '"Sales Dept"."order line"'
                  - ops.node
                  - ops.log
                  - ops.event
                  - table: ops.attachment
                    where: |
                      owner_type = 'line' AND owner_id IN (SELECT id FROM "Sales Dept"."order line" WHERE t = :key) -- :key
                  - ops.preview
                shared: [ops.country, ops.person]
                unlink: [ops.person.last_tenant]
                ignored: [ops.version]
                volatile: ['"Sales Dept"."Tenant".suspended']
                fence:
                  on: UPDATE "Sales Dept"."Tenant" SET suspended = now() WHERE "Key" = :key
                  off: UPDATE "Sales Dept"."Tenant" SET suspended = NULL WHERE "Key" = :key
            """);

    private static final String KEY = "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12";

    private Product product;

    @BeforeEach
    void fill() throws SQLException {
        product = new Product(SCHEMA);
        product.run(FILL);
    }

    @Test
    void an_account_goes_out_and_comes_back_exactly() throws SQLException {
        Set<String> touched = AccountJourney.outAndIn(product, MAP, KEY);

        assertThat(touched)
                .containsExactly(
                        "\"Sales Dept\".\"Tenant\"",
                        "\"Sales Dept\".\"order line\"",
                        "\"Sales Dept\".\"order\"",
                        "ops.attachment",
                        "ops.event",
                        "ops.log",
                        "ops.node",
                        "ops.person",
                        "ops.preview");
        assertThat(product.ask(
                        "SELECT string_agg(id::text, ',' ORDER BY id) FROM ops.node WHERE id BETWEEN 200 AND 299"))
                .isEqualTo("200,201,202,203,204");
        assertThat(product.ask("SELECT last_tenant FROM ops.person WHERE email = '200@people.example'"))
                .isEqualTo(KEY);
    }

    @Test
    void a_uuid_typed_in_capitals_finds_its_row_and_nonsense_finds_none() {
        product.setUp(MAP);
        AccountEngine engine = product.erasing(MAP);

        assertThat(engine.accountKey("{" + KEY.toUpperCase(Locale.ROOT) + "}")).contains(KEY);
        assertThat(engine.accountKey("x' OR true --")).isEmpty();
        assertThat(engine.accountKey("00000000-0000-0000-0000-000000000000")).isEmpty();
    }

    @Test
    void rows_appearing_after_the_backup_stop_the_erasure_and_nothing_changes() throws SQLException {
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), KEY);
        product.run("INSERT INTO ops.log VALUES ('late', '" + KEY + "')");
        var before = product.fingerprint();

        ErasureResult result = product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1"));

        assertThat(result)
                .isEqualTo(new ErasureResult.ContentMoved(List.of(new TableDifference("ops.log", 15, 16, true))));
        assertThat(product.fingerprint()).isEqualTo(before);
        assertThat(product.erasing(MAP).ledger().find("prg_1")).isEmpty();
    }

    @Test
    void a_change_of_a_volatile_column_moves_nothing() throws SQLException {
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), KEY);
        assertThat(product.erasing(MAP).fenceOn(KEY).state()).isEqualTo(FenceOutcome.State.DONE);

        assertThat(product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        Orders.restore(product.restoring(MAP), KEY, archive, "rst_1");
        assertThat(product.ask("SELECT suspended FROM \"Sales Dept\".\"Tenant\" WHERE \"Key\" = '" + KEY + "'"))
                .isNull();
    }

    @Test
    void a_link_that_moved_on_is_left_where_it_points() throws SQLException {
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), KEY);
        product.erasing(MAP).erase(Orders.erase(KEY, archive, "prg_1"));
        product.run(
                "UPDATE ops.person SET last_tenant = 'c0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13' WHERE email LIKE '200@%'");

        RestoreResult result = Orders.restore(product.restoring(MAP), KEY, archive, "rst_1");

        assertThat(result)
                .isInstanceOfSatisfying(RestoreResult.Restored.class, restored -> assertThat(restored.linksLeft())
                        .isOne());
    }

    @Test
    void a_purge_request_is_spent_once() {
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), KEY);
        AccountEngine engine = product.erasing(MAP);
        ErasureResult first = engine.erase(Orders.erase(KEY, archive, "prg_1"));
        Orders.restore(product.restoring(MAP), KEY, archive, "rst_1");

        ErasureResult again = engine.erase(Orders.erase(KEY, archive, "prg_1"));

        LedgerRow row = ((ErasureResult.Erased) first).row();
        assertThat(again).isInstanceOfSatisfying(ErasureResult.AlreadyErased.class, spent -> assertThat(spent.row())
                .usingRecursiveComparison()
                .isEqualTo(row));
        assertThat(engine.accountKey(KEY)).isPresent();
        assertThat(new String(row.event(), StandardCharsets.UTF_8)).isEqualTo("event of prg_1");
        assertThat(engine.ledger().unreported(LedgerRow.Kind.RESTORE, id -> false, 10))
                .extracting(LedgerRow::id)
                .containsExactly("rst_1");
    }
}
