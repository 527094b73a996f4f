package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that belong to an account by what the data map says, where no foreign key does: out and in again, exactly. */
class DeclaredLinksIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id bigint PRIMARY KEY, code uuid NOT NULL UNIQUE);
            CREATE TABLE doc (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES account);
            CREATE TABLE line (id bigint PRIMARY KEY, doc_id bigint NOT NULL REFERENCES doc);
            CREATE TABLE kind (code text PRIMARY KEY, table_name text NOT NULL);
            INSERT INTO account SELECT n, ('00000000-0000-4000-8000-00000000000' || n)::uuid FROM generate_series(1, 3) n;
            INSERT INTO doc SELECT n, 1 + n % 3 FROM generate_series(1, 9) n;
            INSERT INTO line SELECT n, 1 + n % 9 FROM generate_series(1, 27) n;
            INSERT INTO kind VALUES ('D', 'doc'), ('L', 'line');
            """;

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned:
                  - public.doc
                  - public.line
                  - table: public.thing
                    where: >-
                      %s
                shared: [public.kind]
            """;

    /**
     * One way to link rows with accounts.
     *
     * @param name in words
     * @param table the linked table and its rows, nobody's among them
     * @param where how its rows belong
     * @param rows how many are account 1's
     */
    record Way(String name, String table, String where, int rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Way> ways() {
        return List.of(
                new Way("a column", """
                        CREATE TABLE thing (at date, account_id bigint);
                        INSERT INTO thing SELECT now(), nullif(n % 4, 0) FROM generate_series(1, 12) n
                        """, "account_id = :key", 3),
                new Way("a column that keeps the key as text", """
                        CREATE TABLE thing (id bigint PRIMARY KEY, tenant text);
                        INSERT INTO thing SELECT n, n % 4 FROM generate_series(1, 12) n
                        """, "tenant = :key::text", 3),
                new Way(
                        "another name of the account",
                        """
                        CREATE TABLE thing (id bigint PRIMARY KEY, account_code uuid);
                        INSERT INTO thing SELECT n, (SELECT code FROM account WHERE id = n % 4) FROM generate_series(1, 12) n
                        """,
                        "account_code = (SELECT code FROM public.account WHERE id = :key)",
                        3),
                new Way(
                        "a predicate over other tables",
                        """
                        CREATE TABLE thing (path text PRIMARY KEY);
                        INSERT INTO thing SELECT 'docs/' || n || '/scan' FROM generate_series(1, 12) n
                        """,
                        "split_part(path, '/', 2)::bigint IN (SELECT id FROM public.doc WHERE account_id = :key)",
                        3),
                new Way("a type and an id", """
                        CREATE TABLE thing (id bigint PRIMARY KEY, owner_type text NOT NULL, owner_id bigint NOT NULL);
                        INSERT INTO thing SELECT n, 'doc', n FROM generate_series(1, 9) n;
                        INSERT INTO thing SELECT 100 + n, 'line', n FROM generate_series(1, 27) n;
                        INSERT INTO thing SELECT 200 + n, 'other', n FROM generate_series(1, 9) n
                        """, """
                        owner_type = 'doc' AND owner_id IN (SELECT id FROM public.doc WHERE account_id = :key)
                        OR owner_type = 'line' AND owner_id IN (SELECT l.id FROM public.line l
                        JOIN public.doc d ON d.id = l.doc_id WHERE d.account_id = :key)""", 12),
                new Way("a type that a lookup table spells out", """
                        CREATE TABLE thing (kind text NOT NULL REFERENCES kind, subject bigint, PRIMARY KEY (kind, subject));
                        INSERT INTO thing SELECT 'D', n FROM generate_series(1, 9) n;
                        INSERT INTO thing SELECT 'L', n FROM generate_series(1, 27) n
                        """, """
                        (SELECT table_name FROM public.kind k WHERE k.code = kind) = 'doc'
                        AND subject IN (SELECT id FROM public.doc WHERE account_id = :key)""", 3),
                new Way("an id inside jsonb", """
                        CREATE TABLE thing (id bigint PRIMARY KEY, payload jsonb);
                        INSERT INTO thing SELECT n, jsonb_build_object('actor', jsonb_build_object('account', n % 4))
                          FROM generate_series(1, 12) n;
                        INSERT INTO thing VALUES (99, '{"actor": null}'), (100, NULL)
                        """, "payload #>> '{actor,account}' = :key::text", 3),
                new Way("ids inside a jsonb list, every one of the account's documents", """
                        CREATE TABLE thing (id bigint PRIMARY KEY, docs jsonb);
                        INSERT INTO thing SELECT n, jsonb_build_array(jsonb_build_object('doc', n)) FROM generate_series(1, 12) n
                        """, """
                        EXISTS (SELECT FROM jsonb_array_elements(docs) e JOIN public.doc d
                        ON d.id = (e ->> 'doc')::bigint WHERE d.account_id = :key)""", 3),
                new Way("a list of one account", """
                        CREATE TABLE thing (id bigint PRIMARY KEY, accounts bigint[]);
                        INSERT INTO thing SELECT n, ARRAY[n % 4] FROM generate_series(1, 12) n;
                        INSERT INTO thing VALUES (99, '{1,2}'), (100, '{}')
                        """, "accounts = ARRAY[:key]", 3));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rows_go_and_come_back_by_what_the_map_says(Way way) throws SQLException {
        Product product = new Product(SCHEMA + way.table());
        DataMap map = DataMap.parse(MAP.formatted(way.where().replace("\n", " ")));

        assertThat(AccountJourney.outAndIn(product, map, "1"))
                .containsExactly("public.account", "public.doc", "public.line", "public.thing");
        assertThat(Orders.export(product.restoring(map), "1").contents())
                .filteredOn(content -> content.name().equals("public.thing"))
                .singleElement()
                .satisfies(content -> assertThat(content.rows()).isEqualTo(way.rows()));
    }

    @Test
    void a_row_that_a_declaration_gives_to_two_accounts_goes_with_neither() throws SQLException {
        Product product = new Product(SCHEMA + """
                CREATE TABLE thing (id bigint PRIMARY KEY, accounts bigint[]);
                INSERT INTO thing VALUES (1, '{1}'), (2, '{2,1}'), (3, '{3}')
                """);
        DataMap map = DataMap.parse(MAP.formatted(":key = ANY (accounts)"));
        product.setUp(map);
        List<Finding> edges = product.erasing(map).crossAccountEdges("1");

        assertThat(edges).singleElement().satisfies(edge -> {
            assertThat(edge.rule()).isEqualTo("declaration-overlaps");
            assertThat(edge.subject()).isEqualTo("public.thing");
            assertThat(edge.message()).contains("(id=2)");
        });
        MemoryArchive archive = Orders.export(product.restoring(map), "3");
        product.run("UPDATE thing SET accounts = '{3,2}' WHERE id = 3");
        assertThat(product.erasing(map).erase(Orders.erase("3", archive, "prg_1")))
                .isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                        .extracting(Finding::rule)
                        .containsExactly("declaration-overlaps"));
        assertThat(product.ask("SELECT count(*) FROM thing")).isEqualTo("3");
    }
}
