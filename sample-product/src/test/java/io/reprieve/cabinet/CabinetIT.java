package io.reprieve.cabinet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CabinetIT {

    private static final LocalPostgres POSTGRES = TestServers.postgres();

    private static DataSource cabinet;

    @BeforeAll
    static void a_small_cabinet() throws Exception {
        cabinet = database("cabinet");
        Cabinet.install(cabinet);
        Cabinet.generate(cabinet, Optional.empty(), Cabinet.BUCKET, Size.small());
    }

    @Test
    void the_same_size_makes_the_same_rows_to_the_byte() throws Exception {
        DataSource again = database("again");
        Cabinet.install(again);
        Cabinet.generate(again, Optional.empty(), Cabinet.BUCKET, Size.small());
        for (String table : tables(cabinet)) {
            if (!table.equals("release")) {
                assertThat(digest(again, table)).as(table).isEqualTo(digest(cabinet, table));
            }
        }
    }

    @Test
    void the_standard_size_is_about_300_000_rows_of_200_accounts() throws Exception {
        DataSource standard = database("standard");
        Cabinet.install(standard);
        Cabinet.Generated made = Cabinet.generate(standard, Optional.empty(), Cabinet.BUCKET, Size.standard());
        assertThat(made.rows()).isBetween(280_000L, 330_000L);
        assertThat(Cabinet.accounts(standard)).hasSize(200);
        assertThat(texts(standard, "SELECT name FROM accounts GROUP BY name HAVING count(*) > 1"))
                .containsExactly(Cabinet.cast().doubled().name());
    }

    @Test
    void the_data_map_names_every_table() throws Exception {
        assertThat(tables(cabinet)).isNotEmpty().allSatisfy(table -> assertThat(Cabinet.dataMapYaml())
                .contains("public." + table));
    }

    @Test
    void every_foreign_key_is_indexed() throws Exception {
        assertThat(texts(cabinet, """
                SELECT c.conrelid::regclass || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
                 WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND NOT EXISTS (
                       SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)""")).isEmpty();
    }

    @Test
    void no_row_joins_two_accounts() throws Exception {
        assertThat(texts(cabinet, """
                SELECT dt.document_id FROM document_tags dt JOIN tags t ON t.id = dt.tag_id JOIN documents d ON d.id = dt.document_id
                  JOIN folders f ON f.id = d.folder_id JOIN cabinets c ON c.id = f.cabinet_id WHERE c.account_id <> t.account_id
                UNION ALL SELECT f.id FROM folders f JOIN folders p ON p.id = f.parent_id WHERE p.cabinet_id <> f.cabinet_id
                UNION ALL SELECT c.id FROM comments c JOIN comments a ON a.id = c.answers_id WHERE a.document_id <> c.document_id""")).isEmpty();
    }

    @Test
    void the_double_is_recognisable_and_the_hidden_twin_is_not() throws Exception {
        ProductAccount doubled = account(Cabinet.cast().doubled());
        ProductAccount twin = account(Cabinet.cast().emptyDouble());
        assertThat(twin.name()).isEqualTo(doubled.name());
        assertThat(twin.domain()).isEqualTo(doubled.domain());
        assertThat(twin.crmId()).isEqualTo(doubled.crmId());
        assertThat(twin.contacts()).containsAll(doubled.contacts());

        ProductAccount blind = account(Cabinet.cast().blindSpot());
        ProductAccount hidden = account(Cabinet.cast().hiddenTwin());
        assertThat(hidden.name()).isNotEqualTo(blind.name());
        assertThat(Set.of(hidden.domain(), hidden.crmId(), hidden.cpqId()))
                .doesNotContain(blind.domain(), blind.crmId(), blind.cpqId());
        assertThat(hidden.contacts()).isNotEmpty().doesNotContainAnyElementsOf(blind.contacts());

        assertThat(documents(doubled)).isGreaterThan(50);
        assertThat(documents(blind)).isGreaterThan(50);
        assertThat(documents(twin)).isZero();
        assertThat(documents(hidden)).isZero();
    }

    @Test
    void a_suspended_account_refuses_every_write_and_others_do_not() throws Exception {
        DataSource fenced = database("fenced");
        Cabinet.install(fenced);
        Cabinet.generate(fenced, Optional.empty(), Cabinet.BUCKET, Size.small());
        run(fenced, "UPDATE accounts SET suspended_at = now() WHERE id = 1007");

        for (String write : List.of(
                "INSERT INTO cabinets (account_id, name) VALUES (1007, 'probe of the fence')",
                "INSERT INTO activity (account_id, what) VALUES (1007, 'opened')",
                "UPDATE documents SET trashed_at = now() WHERE object_key LIKE 'accounts/1007/%'",
                "INSERT INTO comments (document_id, author_id, body) SELECT id, author_id, 'late' FROM documents WHERE object_key LIKE 'accounts/1007/%'")) {
            assertThatThrownBy(() -> run(fenced, write)).as(write).hasMessageContaining("account 1007 is suspended");
        }
        run(fenced, "INSERT INTO cabinets (account_id, name) VALUES (1010, 'still at work')");
        run(fenced, "UPDATE accounts SET suspended_at = NULL WHERE id = 1007");
        run(fenced, "INSERT INTO cabinets (account_id, name) VALUES (1007, 'back at work')");
    }

    private static DataSource database(String name) {
        POSTGRES.createDatabase(name, "cabinet", "cabinet");
        return POSTGRES.dataSource(name, "cabinet", "cabinet");
    }

    private static ProductAccount account(Cast.Member member) throws SQLException {
        return Cabinet.accounts(cabinet).stream()
                .filter(account -> account.key().equals(member.key()))
                .findFirst()
                .orElseThrow();
    }

    private static long documents(ProductAccount account) throws SQLException {
        return Long.parseLong(texts(cabinet, """
                SELECT count(*) FROM documents d JOIN folders f ON f.id = d.folder_id JOIN cabinets c ON c.id = f.cabinet_id
                 WHERE c.account_id = %s""".formatted(account.key())).get(0));
    }

    private static Set<String> tables(DataSource database) throws SQLException {
        return new TreeSet<>(texts(database, """
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"""));
    }

    private static List<String> digest(DataSource database, String table) throws SQLException {
        return texts(
                database,
                "SELECT count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM %s t"
                        .formatted(table));
    }

    private static List<String> texts(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        }
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
