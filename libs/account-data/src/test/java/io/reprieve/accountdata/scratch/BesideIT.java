package io.reprieve.accountdata.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestoreScope.Condition;
import io.reprieve.accountdata.order.RestoreScope.Op;
import io.reprieve.accountdata.order.RestoreScope.Rows;
import io.reprieve.accountdata.order.RestoreScope.Selection;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account, or part of it, beside the product: from the archive alone, to look at and to take pieces from. */
class BesideIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE doc (account_id integer NOT NULL REFERENCES account, no integer, title text, "The Scan" oid,
                              follows integer, PRIMARY KEY (account_id, no),
                              FOREIGN KEY (account_id, follows) REFERENCES doc);
            CREATE TABLE part (id integer PRIMARY KEY, doc_account integer NOT NULL, doc_no integer NOT NULL,
                               FOREIGN KEY (doc_account, doc_no) REFERENCES doc);
            SELECT lo_from_bytea(21000, 'first'), lo_from_bytea(21001, convert_to(repeat('x', 300000), 'UTF8')), lo_create(21002);
            INSERT INTO account VALUES (1, 'one'), (2, 'two');
            INSERT INTO doc VALUES (1, 1, 'a', 21000, NULL), (1, 2, 'b', 21001, 1), (1, 3, 'c', 21002, 2), (1, 4, 'd', 99998, NULL),
                                   (2, 1, 'other', NULL, NULL);
            INSERT INTO part SELECT n, 1, 1 + n % 4 FROM generate_series(1, 40) n;
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.part]
                largeObjects: [public.doc."The Scan"]
            """);

    private static final String WHERE = "restore_1";

    private Product product;
    private ScratchDatabase scratch;
    private MemoryArchive archive;

    @BeforeEach
    void archive_an_account() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        scratch = product.scratch();
        archive = Orders.export(product.restoring(MAP), "1");
    }

    private BesideContent restored(Selection selection) {
        return scratch.restore(archive, selection, Product.digestKey(Orders.ACCOUNT), WHERE, null);
    }

    @Test
    void the_whole_account_lies_there_and_its_large_objects_are_values() throws SQLException {
        BesideContent content = restored(null);

        assertThat(content.rowsDigest())
                .isEqualTo(archive.result().rowsDigest())
                .isEqualTo(content.archived().rowsDigest());
        assertThat(
                        ask(
                                "SELECT string_agg(loid || ' ' || coalesce(md5(content), 'none'), ', ' ORDER BY loid) FROM large_objects"))
                .isEqualTo(product.ask(
                                "SELECT string_agg(oid || ' ' || md5(lo_get(oid)), ', ' ORDER BY oid) FROM pg_largeobject_metadata")
                        + ", 99998 none");
    }

    @Test
    void selected_rows_lie_there_with_what_they_refer_to_and_their_large_objects_alone() throws SQLException {
        Selection one = rows(new Condition("id", Op.EQ, List.of("1")));
        BesideContent content = restored(one);

        assertThat(ask("SELECT string_agg(id::text, ' ') FROM part")).isEqualTo("1");
        assertThat(ask("SELECT string_agg(title, ' ' ORDER BY no) FROM doc")).isEqualTo("a b");
        assertThat(ask("SELECT count(*) FROM account")).isEqualTo("1");
        assertThat(ask("SELECT string_agg(loid::text, ' ' ORDER BY loid) FROM large_objects"))
                .isEqualTo("21000 21001");
        assertThat(content.archived().rowsDigest()).isEqualTo(archive.result().rowsDigest());
        assertThat(content.findings()).extracting(Finding::rule).containsOnly("rows-pulled-in");
        assertThat(content.tables())
                .filteredOn(table -> table.name().startsWith("public."))
                .extracting(TableContent::rows)
                .containsExactly(1L, 2L, 1L);
    }

    @Test
    void what_lies_there_gets_another_name_only_while_it_is_what_it_was() throws SQLException {
        BesideContent content = restored(rows(new Condition("id", Op.EQ, List.of("1"))));

        assertThat(renamed("nowhere", "elsewhere", content.rowsDigest())).isFalse();
        assertThat(renamed(WHERE, "elsewhere", content.rowsDigest())).isTrue();
        assertThat(product.scratchValue("SELECT string_agg(title, ' ' ORDER BY no) FROM elsewhere.doc"))
                .isEqualTo("a b");
        assertThat(product.scratchValue("SELECT count(*) FROM elsewhere.large_objects"))
                .isEqualTo("2");

        product.scratchValue("WITH gone AS (DELETE FROM elsewhere.part RETURNING 1) SELECT count(*) FROM gone");
        assertThat(renamed("elsewhere", WHERE, content.rowsDigest())).isFalse();
        assertThat(product.scratchValue("SELECT to_regnamespace('elsewhere') IS NULL"))
                .isEqualTo("f");
        scratch.drop("elsewhere");
    }

    private boolean renamed(String from, String to, String rowsDigest) {
        return scratch.rename(archive, Product.digestKey(Orders.ACCOUNT), from, to, rowsDigest, null);
    }

    @Test
    void what_the_archive_does_not_have_is_refused_and_leaves_nothing() throws SQLException {
        Selection invalid = rows(new Condition("id", Op.EQ, List.of("1 OR true")));

        assertThatThrownBy(() -> restored(invalid))
                .isInstanceOf(AccountRefused.class)
                .hasMessageContaining("selection-invalid public.part");
        assertThat(product.scratchValue("SELECT to_regnamespace('" + WHERE + "') IS NULL"))
                .isEqualTo("t");
    }

    private String ask(String query) throws SQLException {
        return product.scratchValue("SET search_path = " + WHERE + "; " + query);
    }

    private static Selection rows(Condition condition) {
        return new Selection(List.of(new Rows("public.part", List.of(condition))), List.of());
    }
}
