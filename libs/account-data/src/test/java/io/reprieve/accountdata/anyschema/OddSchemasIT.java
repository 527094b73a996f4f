package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountJourney;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small schemas with one oddity each, beyond what {@link SchemaChoices} picks. */
class OddSchemasIT {

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void the_account_goes_out_and_comes_back_exactly(String oddity, String sql, String map, String key)
            throws SQLException {
        Product product = GeneratedProduct.cleared(Product.VERSION);
        product.run(sql);

        assertThat(AccountJourney.outAndIn(
                        product, DataMap.parse("sources:\n  - name: app\n    kind: postgresql\n" + map.indent(4)), key))
                .isNotEmpty();
    }

    private static Arguments schema(String oddity, String key, String map, String sql) {
        return Arguments.of(oddity, sql, map, key);
    }

    static Stream<Arguments> schemas() {
        return Stream.of(
                schema("keys that are equal and read differently", "1.0", """
                        root: { table: public.account, key: id }
                        owned: [public.doc, public.tag]
                        """, """
                        CREATE TABLE account (id numeric PRIMARY KEY);
                        CREATE TABLE doc (name ext.citext PRIMARY KEY, account numeric NOT NULL REFERENCES account);
                        CREATE TABLE tag (doc ext.citext NOT NULL REFERENCES doc, n double precision, PRIMARY KEY (doc, n));
                        INSERT INTO account VALUES (1.0), (2.00);
                        INSERT INTO doc VALUES ('One', 1), ('oNe more', 1.000), ('Two', 2);
                        INSERT INTO tag VALUES ('ONE', '-0'), ('one', 1), ('TWO', 0);
                        """),
                schema("a key that is not what the children refer to", "firm", """
                        root: { table: public.account, key: slug }
                        owned: [public.doc, public.mail]
                        """, """
                        CREATE TABLE account (id serial PRIMARY KEY, slug text NOT NULL UNIQUE, other integer UNIQUE);
                        CREATE TABLE doc (id serial PRIMARY KEY, account integer NOT NULL REFERENCES account);
                        CREATE TABLE mail (id serial PRIMARY KEY, o integer REFERENCES account (other), a text
                            NOT NULL REFERENCES account (slug));
                        INSERT INTO account VALUES (7, 'firm', 70), (8, 'other', NULL);
                        INSERT INTO doc VALUES (1, 7), (2, 8), (3, 7);
                        INSERT INTO mail VALUES (1, 70, 'firm'), (2, NULL, 'firm'), (3, NULL, 'other');
                        """),
                schema("keys of odd types, in another order, with more columns in their index", "1", """
                        root: { table: public.account, key: id }
                        owned: [public.a, public.b, public.c, public.d, public.e]
                        """, """
                        CREATE TABLE account (id integer PRIMARY KEY);
                        CREATE TABLE a (acc integer REFERENCES account NOT NULL, x integer[], y jsonb, more text,
                            PRIMARY KEY (x, y) INCLUDE (more), UNIQUE (y, x));
                        CREATE TABLE b (k int4range PRIMARY KEY, y jsonb NOT NULL, x integer[] NOT NULL,
                            FOREIGN KEY (y, x) REFERENCES a (y, x) MATCH FULL ON DELETE SET NULL (y));
                        CREATE TABLE c (k "My Types".place PRIMARY KEY, b int4range NOT NULL REFERENCES b);
                        CREATE TABLE d (k interval PRIMARY KEY, c "My Types".place NOT NULL REFERENCES c);
                        CREATE TABLE e (k "My Types".list PRIMARY KEY, d interval NOT NULL REFERENCES d);
                        INSERT INTO account VALUES (1), (2);
                        INSERT INTO a VALUES (1, '{1}', '{"a": 1}', 'm'), (2, '[0:0]={1}', '1.0', NULL);
                        INSERT INTO b VALUES ('[1,2]', '{"a": 1.0}', '{1}'), ('empty', '1', '[0:0]={1}');
                        INSERT INTO c VALUES (ROW('s', 1, '{Glad}', NULL), '[1,2]'), (ROW('s', 2, '{Glad}', NULL), 'empty');
                        INSERT INTO d VALUES ('1 mon', ROW('s', 1, '{Glad}', NULL)), ('2 mons', ROW('s', 2, '{Glad}', NULL));
                        INSERT INTO e VALUES ('{1}', '30 days'), ('{2}', '60 days');
                        """),
                schema("columns called like whatever SQL about them may call things", "1", """
                        root: { table: public.a, key: t }
                        owned: [public.o, public.l, public.s, { table: public.u, where: "s = :key" }]
                        """, """
                        CREATE TABLE a (t integer PRIMARY KEY, a text, l text);
                        CREATE TABLE o (o integer PRIMARY KEY, a integer NOT NULL REFERENCES a, t integer REFERENCES o,
                            p text, c text, l text, u text, s text, v text, verdict text, named text, line text, n text,
                            i0 text, r1 text, tree text, reprieve_nth text, key text, "row" text, ctids text);
                        CREATE TABLE l (a integer, t integer, l integer REFERENCES a, o integer REFERENCES o, line text,
                            n text, reprieve_nth integer);
                        CREATE TABLE s (s integer REFERENCES o, tree integer PRIMARY KEY, i0 integer REFERENCES s, o text);
                        CREATE TABLE u (u integer UNIQUE, s integer, a integer, t integer, o integer);
                        INSERT INTO a VALUES (1, 'x', 'y'), (2, 'x', 'y');
                        INSERT INTO o (o, a, t, n) VALUES (1, 1, NULL, 'x'), (2, 1, 1, 'y'), (3, 2, NULL, 'x');
                        INSERT INTO l VALUES (1, 1, 1, 1, 'x', 'y', 1), (1, 1, 1, 1, 'x', 'y', 1), (2, 2, 2, 3, 'x', 'y', 1),
                            (2, 2, NULL, NULL, 'nobody''s', 'y', 1), (NULL, NULL, NULL, 2, 'x', NULL, NULL);
                        INSERT INTO s VALUES (1, 1, NULL, 'x'), (NULL, 2, 1, 'x'), (3, 3, NULL, 'x'), (NULL, 4, 3, 'x'),
                            (NULL, 5, NULL, 'nobody''s');
                        INSERT INTO u VALUES (1, 1, 1, 1, 1), (NULL, 1, 1, 1, 1), (NULL, 1, 1, 1, 1), (2, 2, 2, 2, 2);
                        """),
                schema("generated columns in keys and links", "1", """
                        root: { table: public.account, key: id }
                        owned: [public.doc, public.part]
                        """, """
                        CREATE TABLE account (id integer PRIMARY KEY);
                        CREATE TABLE doc (raw text, id text GENERATED ALWAYS AS (lower(raw)) STORED PRIMARY KEY,
                            account_text text, account integer GENERATED ALWAYS AS (account_text::integer) STORED NOT NULL
                            REFERENCES account);
                        CREATE TABLE part (n integer PRIMARY KEY, doc_raw text,
                            doc text GENERATED ALWAYS AS (lower(doc_raw)) STORED NOT NULL REFERENCES doc);
                        INSERT INTO account VALUES (1), (2);
                        INSERT INTO doc (raw, account_text) VALUES ('A', '1'), ('b', '1'), ('C', '2');
                        INSERT INTO part (n, doc_raw) VALUES (1, 'a'), (2, 'B'), (3, 'c');
                        """),
                schema(
                        "a partitioned root, sequences used twice and backwards, keys that are checked late",
                        "1",
                        """
                        root: { table: public.account, key: id }
                        owned: [public.doc, public.late, third.account]
                        """,
                        """
                        CREATE TABLE account (id integer PRIMARY KEY, name text) PARTITION BY HASH (id);
                        CREATE TABLE account_0 PARTITION OF account FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                        CREATE TABLE account_1 PARTITION OF account FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                        CREATE SEQUENCE back INCREMENT -2 MINVALUE -1000 MAXVALUE 1000 START 1000;
                        CREATE TABLE doc (id integer PRIMARY KEY DEFAULT nextval('back'),
                            account integer NOT NULL REFERENCES account ON DELETE CASCADE);
                        CREATE TABLE late (id integer DEFAULT nextval('back'), account integer NOT NULL REFERENCES account,
                            PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED, UNIQUE (account, id) DEFERRABLE);
                        CREATE TABLE third.account (account integer REFERENCES public.account PRIMARY KEY);
                        INSERT INTO account VALUES (1, 'a'), (2, 'b'), (3, 'c');
                        INSERT INTO doc (account) VALUES (1), (2), (1);
                        INSERT INTO late (account) VALUES (1), (2), (1);
                        INSERT INTO third.account VALUES (1), (2);
                        """),
                schema("columns of a table's own row type, of which one was dropped", "1", """
                        root: { table: public.account, key: id }
                        owned: [public.doc]
                        shared: [public.address]
                        """, """
                        CREATE TABLE address (gone text, street text, "No." integer, last text);
                        ALTER TABLE address DROP COLUMN gone;
                        CREATE DOMAIN place AS address CHECK ((VALUE).street <> '');
                        CREATE TABLE account (id integer PRIMARY KEY, home address);
                        CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account,
                            a address[], p place, ps place[]);
                        INSERT INTO account VALUES (1, ROW('x', 1, NULL)), (2, NULL);
                        INSERT INTO doc VALUES (1, 1, ARRAY[ROW('y"', 2, '')]::address[], ROW('z', 1, '\\'), NULL),
                            (2, 2, NULL, NULL, ARRAY[ROW('z', 1, NULL)]::place[]);
                        """),
                schema("a collation under which unlike texts are equal", "Ab", """
                        root: { table: public.account, key: id }
                        owned: [public.doc]
                        """, """
                        CREATE COLLATION either (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                        CREATE TABLE account (id text COLLATE either PRIMARY KEY);
                        CREATE TABLE doc (id text COLLATE either PRIMARY KEY, account text COLLATE either NOT NULL
                            REFERENCES account, "Note" text COLLATE "C");
                        INSERT INTO account VALUES ('Ab'), ('c');
                        INSERT INTO doc VALUES ('X', 'aB', 'n'), ('Y', 'AB', 'N'), ('z', 'C', 'n');
                        """),
                schema("one column that refers to an owned and to a shared table", "1", """
                        root: { table: public.account, key: id }
                        owned: [public.member, public.note]
                        shared: [public.person]
                        """, """
                        CREATE TABLE account (id integer PRIMARY KEY);
                        CREATE TABLE person (id integer PRIMARY KEY);
                        CREATE TABLE member (id integer PRIMARY KEY REFERENCES person ON DELETE CASCADE,
                            account integer NOT NULL REFERENCES account);
                        CREATE TABLE note (id integer PRIMARY KEY, who integer NOT NULL,
                            FOREIGN KEY (who) REFERENCES person, FOREIGN KEY (who) REFERENCES member);
                        INSERT INTO account VALUES (1), (2); INSERT INTO person VALUES (1), (2), (3);
                        INSERT INTO member VALUES (1, 1), (2, 2); INSERT INTO note VALUES (1, 1), (2, 2);
                        """));
    }
}
