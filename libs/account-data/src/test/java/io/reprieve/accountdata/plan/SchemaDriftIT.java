package io.reprieve.accountdata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The schema moved on since the archive: what has a place still comes back exactly, what has none is refused by name. */
@Tag("every-version")
class SchemaDriftIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.item, public.memo]
            """);

    private static final String SCHEMA = """
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE DOMAIN code AS text;
            CREATE TABLE account (gone text, id integer PRIMARY KEY, name varchar(10));
            CREATE TABLE item (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, title varchar(10),
                amount numeric(6, 2), mood mood, code code, pad char(4), at timestamp, flag boolean, up integer, vec float4);
            CREATE TABLE memo (account integer NOT NULL REFERENCES account, line text);
            INSERT INTO account VALUES (NULL, 1, 'one'), (NULL, 2, 'two');
            INSERT INTO item VALUES
                (10, 1, 'first', 1.50, 'glad', 'A1', 'ab', '2026-01-01', true, NULL, 0.1),
                (11, 1, 'second', 99.99, 'sad', 'b2', NULL, NULL, false, 10, NULL),
                (20, 2, 'first', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3);
            INSERT INTO memo VALUES (1, 'x'), (1, 'x'), (2, 'y');
            """;

    private static Product product;
    private static MemoryArchive archive;

    @BeforeAll
    static void exportAndErase() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        archive = Orders.export(product.restoring(MAP), "1");
        product.run(GONE);
    }

    private static final String GONE =
            "DELETE FROM memo WHERE account = 1; DELETE FROM item WHERE account = 1; DELETE FROM account WHERE id = 1";

    private static RestorePlan planAfter(String change, String undo) throws SQLException {
        product.run(change);
        try {
            return product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));
        } finally {
            product.run(undo);
        }
    }

    /** Restores after the change, and says what an item is then; all is undone. */
    private static String restoredAfter(String id, String change, String undo, String asked) throws SQLException {
        product.run(change);
        try {
            RestoreResult result = Orders.restore(product.restoring(MAP), "1", archive, "rst_" + id);
            assertThat(result).isInstanceOf(RestoreResult.Restored.class);
            return product.ask(asked);
        } finally {
            product.run(GONE);
            product.run(undo);
        }
    }

    private static Finding only(RestorePlan plan, String rule) {
        assertThat(plan.runnable()).isFalse();
        assertThat(plan.findings()).extracting(Finding::rule).containsExactly(rule);
        return plan.findings().get(0);
    }

    @Test
    void columns_that_came_later_and_have_something_to_hold_are_no_hindrance() throws SQLException {
        String after = restoredAfter(
                "added",
                "ALTER TABLE item ADD COLUMN extra text, ADD COLUMN rank integer NOT NULL DEFAULT 7,"
                        + " ADD COLUMN doubled integer GENERATED ALWAYS AS (id * 2) STORED UNIQUE,"
                        + " ADD COLUMN serial bigint GENERATED ALWAYS AS IDENTITY,"
                        + " ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE, DROP COLUMN IF EXISTS nothing;"
                        + " ALTER TABLE memo ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                "ALTER TABLE item DROP COLUMN extra, DROP COLUMN rank, DROP COLUMN doubled, DROP COLUMN serial, DROP COLUMN"
                        + " token; ALTER TABLE memo DROP COLUMN id",
                "SELECT concat_ws('/', (SELECT count(*) FROM memo WHERE account = 1), extra, rank, doubled, serial > 0,"
                        + " token IS NOT NULL) FROM item WHERE id = 10");

        assertThat(after).isEqualTo("2/7/20/t/t");
    }

    @Test
    void another_order_of_columns_does_not_matter() throws SQLException {
        String after = restoredAfter(
                "order",
                "ALTER TABLE account ADD COLUMN other varchar(10); UPDATE account SET other = name; ALTER TABLE account DROP"
                        + " COLUMN name; ALTER TABLE account RENAME COLUMN other TO name; ALTER TABLE account DROP COLUMN gone;"
                        + " ALTER TABLE account ADD COLUMN gone text",
                "SELECT 1",
                "SELECT name FROM account WHERE id = 1");

        assertThat(after).isEqualTo("one");
    }

    @Test
    void types_that_take_every_archived_value_are_cast_and_come_back_as_they_were() throws SQLException {
        String after = restoredAfter(
                "wider",
                "ALTER TABLE item ALTER COLUMN title TYPE text, ALTER COLUMN amount TYPE numeric(12, 4),"
                        + " ALTER COLUMN id TYPE bigint, ALTER COLUMN pad TYPE char(9), ALTER COLUMN vec TYPE double precision,"
                        + " ALTER COLUMN at TYPE timestamp(3); ALTER TYPE mood ADD VALUE 'new' BEFORE 'sad'",
                "ALTER TABLE item ALTER COLUMN title TYPE varchar(10), ALTER COLUMN amount TYPE numeric(6, 2),"
                        + " ALTER COLUMN id TYPE integer, ALTER COLUMN pad TYPE char(4), ALTER COLUMN vec TYPE real,"
                        + " ALTER COLUMN at TYPE timestamp",
                "SELECT concat_ws('/', title, amount, mood, pad) FROM item WHERE id = 10");

        assertThat(after).isEqualTo("first/1.5000/glad/ab       ");
    }

    @Test
    void a_type_that_took_every_value_is_noted_and_one_that_does_not_names_the_rows() throws SQLException {
        RestorePlan wide = planAfter(
                "ALTER TABLE item ALTER COLUMN title TYPE varchar(6)",
                "ALTER TABLE item ALTER COLUMN title TYPE varchar(10)");
        assertThat(wide.runnable()).isTrue();
        assertThat(wide.findings()).singleElement().satisfies(note -> assertThat(note.severity())
                .isEqualTo(Finding.Severity.NOTE));

        Finding cut = only(
                planAfter(
                        "ALTER TABLE item ALTER COLUMN title TYPE varchar(5)",
                        "ALTER TABLE item ALTER COLUMN title TYPE varchar(10)"),
                "column-retyped");
        assertThat(cut.subject()).isEqualTo("public.item.title");
        assertThat(cut.message())
                .contains(
                        "was character varying(10) and is character varying(5) now",
                        "id=11",
                        "TYPE character varying(10)")
                .doesNotContain("second", "id=10");

        Finding rounded = only(
                planAfter(
                        "ALTER TABLE item ALTER COLUMN amount TYPE numeric(3, 2)",
                        "ALTER TABLE item ALTER COLUMN amount TYPE numeric(6, 2)"),
                "column-retyped");
        assertThat(rounded.message()).contains("id=11").doesNotContain("id=10", "99");
    }

    @Test
    void a_cast_that_would_change_what_a_value_means_is_refused() throws SQLException {
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE item ALTER COLUMN at TYPE timestamptz",
                                        "ALTER TABLE item ALTER COLUMN at TYPE timestamp"),
                                "column-retyped")
                        .message())
                .contains("id=10")
                .doesNotContain("id=11");
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE item ALTER COLUMN flag TYPE text",
                                        "ALTER TABLE item ALTER COLUMN flag TYPE boolean USING flag::boolean"),
                                "column-retyped")
                        .message())
                .contains("id=10", "id=11");
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE item ALTER COLUMN flag TYPE date USING NULL",
                                        "ALTER TABLE item ALTER COLUMN flag TYPE boolean USING NULL"),
                                "column-retyped")
                        .message())
                .contains("cannot be cast");
    }

    @Test
    void a_domain_or_enum_that_takes_less_than_before_names_the_rows() throws SQLException {
        Finding domain = only(
                planAfter(
                        "ALTER DOMAIN code ADD CONSTRAINT upper CHECK (VALUE = upper(VALUE)) NOT VALID",
                        "ALTER DOMAIN code DROP CONSTRAINT upper"),
                "column-retyped");
        assertThat(domain.subject()).isEqualTo("public.item.code");
        assertThat(domain.message())
                .contains("which takes other values now", "id=11")
                .doesNotContain("id=10", "b2");

        Finding label = only(
                planAfter(
                        "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "ALTER TYPE mood RENAME VALUE 'blue' TO 'sad'"),
                "column-retyped");
        assertThat(label.message()).contains("id=11").doesNotContain("id=10");
    }

    @Test
    void what_has_no_place_any_more_is_refused_with_the_statement_that_gives_it_one() throws SQLException {
        Finding column = only(
                planAfter(
                        "ALTER TABLE item RENAME COLUMN title TO heading",
                        "ALTER TABLE item RENAME COLUMN heading TO title"),
                "column-gone");
        assertThat(column.subject()).isEqualTo("public.item.title");
        assertThat(column.message())
                .contains("is it heading now", "ALTER TABLE public.item ADD COLUMN title character varying(10)");

        Finding computed = only(
                planAfter(
                        "ALTER TABLE item DROP COLUMN up; ALTER TABLE item ADD COLUMN up integer GENERATED ALWAYS AS (1) STORED",
                        "ALTER TABLE item DROP COLUMN up; ALTER TABLE item ADD COLUMN up integer"),
                "column-generated");
        assertThat(computed.message()).contains("DROP EXPRESSION");

        Finding added = only(
                planAfter(
                        "DELETE FROM item; ALTER TABLE item ADD COLUMN must text NOT NULL",
                        "ALTER TABLE item DROP COLUMN must"),
                "column-added");
        assertThat(added.subject()).isEqualTo("public.item.must");
    }

    @Test
    void a_table_that_is_gone_is_refused_with_its_columns() throws SQLException {
        DataMap without = DataMap.parse(MAP.text().replace("public.item, ", ""));
        product.run("ALTER TABLE item RENAME TO article");
        try {
            Finding finding = only(
                    product.restoring(without).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT)),
                    "table-gone");
            assertThat(finding.subject()).isEqualTo("public.item");
            assertThat(finding.message()).contains("CREATE TABLE public.item (id integer, account integer");
        } finally {
            product.run("ALTER TABLE article RENAME TO item");
        }
    }

    @Test
    void rules_that_came_later_and_that_archived_rows_break_are_refused_by_name_and_row() throws SQLException {
        assertThat(only(
                                planAfter(
                                        "DELETE FROM item; ALTER TABLE item ALTER COLUMN at SET NOT NULL",
                                        "ALTER TABLE item ALTER COLUMN at DROP NOT NULL"),
                                "null-not-taken")
                        .message())
                .contains("id=11", "ALTER COLUMN at DROP NOT NULL")
                .doesNotContain("id=10");
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE item ADD CONSTRAINT cheap CHECK (amount < 50) NOT VALID",
                                        "ALTER TABLE item DROP CONSTRAINT cheap"),
                                "check-broken")
                        .toString())
                .contains("cheap of public.item", "id=11")
                .doesNotContain("id=10");
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE memo ADD CONSTRAINT once UNIQUE (line)",
                                        "ALTER TABLE memo DROP CONSTRAINT once"),
                                "key-broken")
                        .toString())
                .contains("once of public.memo");
        assertThat(only(
                                planAfter(
                                        "ALTER TABLE item ADD CONSTRAINT above FOREIGN KEY (up) REFERENCES account NOT VALID",
                                        "ALTER TABLE item DROP CONSTRAINT above"),
                                "reference-gone")
                        .toString())
                .contains("above of public.item to public.account", "id=11")
                .doesNotContain("id=10");
        assertThat(planAfter(
                                "ALTER TABLE item ADD CONSTRAINT above FOREIGN KEY (up) REFERENCES item, ADD CONSTRAINT dear CHECK"
                                        + " (amount < 100), ADD CONSTRAINT named UNIQUE (account, title)",
                                "ALTER TABLE item DROP CONSTRAINT above, DROP CONSTRAINT dear, DROP CONSTRAINT named")
                        .findings())
                .isEmpty();
    }
}
