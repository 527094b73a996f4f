package io.reprieve.accountdata.anyschema;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every type, with every odd value of it, in a column and in a key, whatever the database's own settings are. */
@Tag("every-version")
class TypesIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned:
                  - third."values"
                  - third.two
            """);

    /** What a careless administrator, or another program, may have set for every session. */
    private static final String[] HOSTILE = {
        "TimeZone = 'Asia/Kathmandu'",
        "DateStyle = 'SQL, DMY'",
        "IntervalStyle = 'sql_standard'",
        "extra_float_digits = -15",
        "bytea_output = 'escape'",
        "lc_monetary = 'C.UTF-8'",
        "lc_numeric = 'C.UTF-8'",
        "search_path = third, \"My Types\"",
        "default_transaction_isolation = 'serializable'",
        "default_transaction_deferrable = on",
        "default_transaction_read_only = on",
        "statement_timeout = '2s'",
        "lock_timeout = '1s'",
        "idle_in_transaction_session_timeout = '1s'",
        "array_nulls = off",
        "transform_null_equals = on",
        "quote_all_identifiers = on",
        "standard_conforming_strings = off",
        "backslash_quote = off",
        "xmlbinary = 'hex'",
        "xmloption = 'document'",
        "row_security = on",
        "enable_seqscan = off",
        "enable_hashjoin = off",
        "default_text_search_config = 'german'",
        "timezone_abbreviations = 'India'",
    };

    private Product product;

    @BeforeEach
    void fill() throws SQLException {
        product = GeneratedProduct.cleared(Product.VERSION);
        product.run("CREATE TABLE public.account (id integer PRIMARY KEY); INSERT INTO public.account VALUES (1), (2);"
                + "CREATE TABLE third.\"values\" (gone text, id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " owner_1 integer NOT NULL REFERENCES public.account, twice integer GENERATED ALWAYS AS (id * 2) STORED, "
                + columns(type -> Naming.quoted(type.name()) + " " + type.sql) + ");"
                + "ALTER TABLE third.\"values\" DROP COLUMN gone;"
                + "CREATE TABLE third.two (owner_1 integer REFERENCES public.account, key text);");
        StringBuilder rows = new StringBuilder();
        for (ColumnType type : ColumnType.values()) {
            for (int which = 0; which <= type.size(); which++) {
                rows.append("INSERT INTO third.\"values\" (owner_1, " + Naming.quoted(type.name()) + ") VALUES (1, "
                        + type.value(which) + "), (2, " + type.value(which) + ");");
            }
        }
        product.run(rows.toString());
    }

    private static String columns(Function<ColumnType, String> each) {
        return Arrays.stream(ColumnType.values()).map(each).collect(Collectors.joining(", "));
    }

    @AfterEach
    void reset() throws SQLException {
        product.run("SET TRANSACTION READ WRITE;"
                + " DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET ALL', current_database()); END $$");
    }

    @Test
    void every_value_of_every_type_goes_out_and_comes_back_as_it_was() throws SQLException {
        assertThat(outAndIn()).isEmpty();
    }

    @Test
    void it_does_so_whatever_the_sessions_of_this_database_start_with() throws SQLException {
        product.run(Arrays.stream(HOSTILE)
                .map(setting -> "DO $do$ BEGIN EXECUTE format('ALTER DATABASE %I SET " + setting.replace("'", "''")
                        + "', current_database()); END $do$;")
                .collect(Collectors.joining()));

        assertThat(outAndIn()).isEmpty();
    }

    private String outAndIn() throws SQLException {
        product.setUp(MAP);
        AccountEngine erasing = product.erasing(MAP);
        AccountEngine restoring = product.restoring(MAP);
        assertThat(erasing.check().findings()).filteredOn(GeneratedCase::stops).isEmpty();
        WholeDatabase before = GeneratedProduct.rows(product);
        MemoryArchive archive = Orders.export(restoring, "1");
        assertThat(product.scratch()
                        .verify(archive, Product.digestKey(Orders.ACCOUNT))
                        .tables())
                .containsExactlyInAnyOrderElementsOf(archive.contents());
        assertThat(erasing.erase(Orders.erase("1", archive, "prg_1"))).isInstanceOf(ErasureResult.Erased.class);
        WholeDatabase left = before.with(
                row -> "1".equals(row.get("owner_1")) || "1".equals(row.get("id")) && row.size() == 1 ? null : row);
        assertThat(left.differences(GeneratedProduct.rows(product))).isEmpty();
        assertThat(Orders.restore(restoring, "1", archive, "rst_1")).isInstanceOf(RestoreResult.Restored.class);
        return before.differences(GeneratedProduct.rows(product));
    }
}
