package io.reprieve.accountdata.check;

import static io.reprieve.accountdata.check.CheckedCatalog.MAP;
import static io.reprieve.accountdata.check.CheckedCatalog.errors;
import static io.reprieve.accountdata.check.CheckedCatalog.errorsWithMore;
import static io.reprieve.accountdata.check.CheckedCatalog.findings;
import static io.reprieve.accountdata.check.CheckedCatalog.found;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Tables, views and partitions, and what the data map makes of them. */
class TablesCheckIT {

    @Test
    void every_kind_of_new_table_is_named_and_temporary_ones_are_nobodys() throws SQLException {
        assertThat(errors("""
                        CREATE TABLE hits (n integer) PARTITION BY RANGE (n);
                        CREATE TABLE hits1 PARTITION OF hits FOR VALUES FROM (1) TO (9);
                        CREATE EXTENSION postgres_fdw;
                        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
                        CREATE FOREIGN TABLE afar (n integer) SERVER far;
                        CREATE UNLOGGED TABLE quick (n integer);
                        CREATE SCHEMA "Other One";
                        CREATE TABLE "Other One"."Tab" (n integer);
                        CREATE TEMPORARY TABLE mine (n integer);
                        CREATE VIEW seen AS SELECT * FROM doc;
                        """))
                .containsExactly(
                        "table-unaccounted \"Other One\".\"Tab\"",
                        "table-unaccounted public.afar",
                        "table-unaccounted public.hits",
                        "table-unaccounted public.quick");
    }

    @Test
    void what_a_purge_does_not_reach_is_reported() throws SQLException {
        assertThat(findings("""
                        CREATE EXTENSION postgres_fdw;
                        CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
                        CREATE FOREIGN TABLE afar (n integer) SERVER far;
                        CREATE VIEW seen AS SELECT id AS doc FROM doc;
                        CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM seen;
                        CREATE MATERIALIZED VIEW today AS SELECT now() AS at;
                        ALTER TABLE doc SET UNLOGGED;
                        """, MAP.formatted("") + "    ignored: [public.afar]\n"))
                .satisfiesExactlyInAnyOrder(
                        found -> assertThat(found)
                                .startsWith("NOTE foreign-table public.afar: its rows lie in another server"),
                        found -> assertThat(found)
                                .startsWith("NOTE materialised-view public.counted:")
                                .contains("copies of rows of public.doc", "REFRESH MATERIALIZED VIEW public.counted"),
                        found -> assertThat(found)
                                .startsWith(
                                        "NOTE materialised-view-of-others public.today: is a materialised view of nothing"),
                        found -> assertThat(found).startsWith("NOTE views public.seen: 1 views"),
                        found -> assertThat(found).startsWith("NOTE unlogged public.doc"),
                        found -> assertThat(found).startsWith("NOTE index-missing doc_account_id_fkey"));
    }

    @Test
    void a_foreign_table_among_the_owned_ones_and_a_foreign_partition_are_refused() throws SQLException {
        String fdw = "CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;";

        assertThat(errorsWithMore(
                        fdw + " CREATE FOREIGN TABLE afar (account integer) SERVER far",
                        "{ table: public.afar, where: account = :key }"))
                .containsExactly("table-not-handled public.afar");
        assertThat(errorsWithMore(
                        fdw + " CREATE TABLE hit (account integer) PARTITION BY LIST (account);"
                                + " CREATE FOREIGN TABLE hit1 PARTITION OF hit FOR VALUES IN (1) SERVER far",
                        "{ table: public.hit, where: account = :key }"))
                .containsExactly("table-not-handled public.hit");
    }

    @Test
    void a_partition_stands_for_nothing_and_one_taken_off_is_noticed() throws SQLException {
        String log = "CREATE TABLE log (n integer, account integer NOT NULL REFERENCES account) PARTITION BY RANGE (n);"
                + " CREATE TABLE log1 PARTITION OF log FOR VALUES FROM (1) TO (9);"
                + " CREATE TABLE log9 PARTITION OF log FOR VALUES FROM (9) TO (99);";

        assertThat(errorsWithMore(log, "public.log, public.log1"))
                .contains("partition-listed public.log1")
                .noneMatch(error -> error.startsWith("table-missing"));
        assertThat(findings(log + " ALTER TABLE log DETACH PARTITION log1", MAP.formatted(", public.log")))
                .filteredOn(found -> found.startsWith("ERROR table-unaccounted"))
                .singleElement()
                .asString()
                .startsWith("ERROR table-unaccounted public.log1")
                .contains("looks like a partition taken off public.log, whose rows are accounts' own");
    }

    @Test
    void rules_on_a_shared_table_whose_links_are_undone_are_refused() throws SQLException {
        assertThat(errors(
                        "CREATE TABLE person (id integer PRIMARY KEY, last integer REFERENCES doc);"
                                + " CREATE RULE keep AS ON UPDATE TO person DO INSTEAD NOTHING",
                        MAP.formatted("") + "    shared: [public.person]\n    unlink: [public.person.last]\n"))
                .containsExactly("table-not-handled public.person");
    }

    @Test
    void a_view_in_the_map_is_named_for_what_it_is() throws SQLException {
        assertThat(errors("CREATE VIEW seen AS SELECT 1", MAP.formatted("") + "    ignored: [public.seen]\n"))
                .containsExactly("view-listed public.seen");
    }
}
