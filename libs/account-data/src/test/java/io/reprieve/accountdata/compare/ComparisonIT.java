package io.reprieve.accountdata.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.compare.ComparedTable.Presence;
import io.reprieve.accountdata.compare.RowDifference.Verdict;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison of two states of one account tells. */
class ComparisonIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text, held_at timestamptz);
            CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, title text, price numeric,
                body text);
            CREATE TABLE note (account_id integer NOT NULL REFERENCES account, word text);
            INSERT INTO account VALUES (1, 'One', NULL), (2, 'Two', NULL);
            INSERT INTO doc SELECT n, 1 + n % 2, 'Document ' || n, n, NULL FROM generate_series(1, 40) n;
            INSERT INTO note VALUES (1, 'a'), (1, 'a'), (1, 'b'), (2, 'z');
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.note]
                volatile: [public.account.held_at]
            """);

    private static Product product;
    private AccountEngine engine;
    private MemoryArchive before;

    /** Keeps what it is told. */
    private static final class Told implements DifferenceSink {
        private final Map<String, ComparedTable> tables = new LinkedHashMap<>();
        private final Map<String, List<RowDifference>> rows = new LinkedHashMap<>();
        private String present;

        @Override
        public void table(ComparedTable table) {
            present = table.name();
            tables.put(present, table);
            rows.put(present, new ArrayList<>());
        }

        @Override
        public void row(RowDifference row) {
            rows.get(present).add(row);
        }
    }

    @BeforeEach
    void start() throws SQLException {
        if (product == null) {
            product = new Product("SELECT 1");
        }
        product.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + SCHEMA);
        engine = AccountEngine.of(MAP, product.admin(), Optional.empty());
        before = archive();
    }

    private MemoryArchive archive() {
        return MemoryArchive.of(engine, "1", Product.digestKey("acc_1"));
    }

    private Told withLive(int kept) {
        Told told = new Told();
        engine.readLive("1", live -> new Comparison(product.admin(), kept)
                .run(RowSource.of(before), live, told, Progress.NONE));
        return told;
    }

    @Test
    void nothing_moved_is_nothing_told() {
        Told told = withLive(10);
        assertThat(told.tables.values()).hasSize(3).noneMatch(ComparedTable::differs);
        assertThat(told.tables.get("public.doc").rowsThere()).isEqualTo(20);
    }

    @Test
    void rows_added_removed_and_changed_are_told_by_key_with_their_columns() throws SQLException {
        product.run("DELETE FROM doc WHERE id = 2; INSERT INTO doc VALUES (100, 1, 'New', 1, repeat('x', 5000));"
                + " UPDATE doc SET title = NULL, price = 4.0 WHERE id = 4; UPDATE doc SET title = 'x' WHERE id = 3;"
                + " UPDATE account SET held_at = now() WHERE id = 1");
        Told told = withLive(10);
        ComparedTable docs = told.tables.get("public.doc");
        assertThat(List.of(docs.onlyHere(), docs.onlyThere(), docs.changed())).containsExactly(1L, 1L, 1L);
        assertThat(docs.changes()).isEqualTo(Map.of("title", 1L, "price", 1L));
        assertThat(docs.key()).containsExactly("id");
        assertThat(told.rows.get("public.doc"))
                .contains(
                        new RowDifference(
                                Verdict.CHANGED,
                                1,
                                List.of("title", "price"),
                                Arrays.asList("4", "1", "Document 4", "4", null),
                                Arrays.asList("4", "1", null, "4.0", null)),
                        new RowDifference(
                                Verdict.ONLY_HERE,
                                1,
                                List.of(),
                                Arrays.asList("2", "1", "Document 2", "2", null),
                                List.of()))
                .filteredOn(row -> row.verdict() == Verdict.ONLY_THERE)
                .singleElement()
                .satisfies(row ->
                        assertThat(row.there().get(4)).hasSizeLessThan(1100).endsWith("5000 characters)"));
        assertThat(told.tables.get("public.account").differs())
                .as("what the fence changes is no content")
                .isFalse();
    }

    @Test
    void rows_without_a_key_are_counted_as_often_as_they_occur() throws SQLException {
        product.run("DELETE FROM note WHERE word = 'a' AND account_id = 1;"
                + " INSERT INTO note VALUES (1, 'b'), (1, 'b'), (1, 'c')");
        Told told = withLive(10);
        assertThat(told.tables.get("public.note").onlyHere()).isEqualTo(2);
        assertThat(told.tables.get("public.note").onlyThere()).isEqualTo(3);
        assertThat(told.rows.get("public.note"))
                .containsExactlyInAnyOrder(
                        new RowDifference(Verdict.ONLY_HERE, 2, List.of(), List.of("1", "a"), List.of()),
                        new RowDifference(Verdict.ONLY_THERE, 2, List.of(), List.of(), List.of("1", "b")),
                        new RowDifference(Verdict.ONLY_THERE, 1, List.of(), List.of(), List.of("1", "c")));
    }

    @Test
    void an_account_that_is_gone_is_missing_row_by_row_and_only_so_many_are_told() throws SQLException {
        product.run(
                "DELETE FROM note WHERE account_id = 1; DELETE FROM doc WHERE account_id = 1; DELETE FROM account WHERE id = 1");
        Told told = withLive(7);
        assertThat(told.tables.get("public.doc").onlyHere()).isEqualTo(20);
        assertThat(told.rows.get("public.doc")).hasSize(7);
        assertThat(told.tables.get("public.account").onlyHere()).isEqualTo(1);
    }

    @Test
    void tables_and_columns_that_are_on_one_side_alone_are_told() throws SQLException {
        product.run("ALTER TABLE doc DROP COLUMN price; ALTER TABLE doc ADD COLUMN colour text DEFAULT 'red';"
                + " ALTER TABLE doc ALTER COLUMN id TYPE bigint; DROP TABLE note;"
                + " CREATE TABLE memo (account_id integer NOT NULL REFERENCES account, word text);"
                + " INSERT INTO memo VALUES (1, 'a'), (1, 'b'), (2, 'b')");
        engine = AccountEngine.of(
                DataMap.parse(MAP.text().replace("public.note", "public.memo")), product.admin(), Optional.empty());
        Told told = withLive(10);
        ComparedTable docs = told.tables.get("public.doc");
        assertThat(docs.columns())
                .contains(
                        new ComparedColumn("id", "integer", "bigint", false),
                        new ComparedColumn("price", "numeric", null, false),
                        new ComparedColumn("colour", null, "text", false));
        assertThat(docs.differs()).as("what both have is the same").isFalse();
        assertThat(told.tables.get("public.note").presence()).isEqualTo(Presence.ONLY_HERE);
        assertThat(told.tables.get("public.note").onlyHere()).isEqualTo(3);
        assertThat(told.tables.get("public.memo").presence()).isEqualTo(Presence.ONLY_THERE);
        assertThat(told.rows.get("public.memo"))
                .extracting(RowDifference::there)
                .containsExactly(List.of("1", "a"), List.of("1", "b"));
    }

    @Test
    void a_key_that_became_another_tells_rows_apart_no_more() throws SQLException {
        product.run("ALTER TABLE doc DROP CONSTRAINT doc_pkey; ALTER TABLE doc ADD PRIMARY KEY (account_id, id);"
                + " UPDATE doc SET title = 'x' WHERE id = 4");
        Told told = withLive(10);
        assertThat(told.tables.get("public.doc").key()).isEmpty();
        assertThat(told.tables.get("public.doc").onlyHere()).isEqualTo(1);
        assertThat(told.tables.get("public.doc").onlyThere()).isEqualTo(1);
    }

    @Test
    void writers_are_not_kept_waiting_and_are_not_seen() throws SQLException {
        Told told = new Told();
        engine.readLive("1", live -> {
            try (Connection writer = product.connect();
                    var statement = writer.createStatement()) {
                statement.execute("SET lock_timeout = '1s'");
                statement.execute("UPDATE doc SET title = 'meanwhile'");
            } catch (SQLException kept) {
                throw new AssertionError(kept);
            }
            new Comparison(product.admin(), 1).run(RowSource.of(before), live, told, Progress.NONE);
        });
        assertThat(told.tables.values()).noneMatch(ComparedTable::differs);
    }
}
