package io.reprieve.accountdata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands in the way of a restore is foreseen by its plan, by key, whatever kind of rule the database has. */
class PlanIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.member, public.booking, public.tag, public.note, public.event]
            """);

    private static final String SCHEMA = """
            CREATE EXTENSION citext;
            CREATE EXTENSION btree_gist;
            CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE account (id integer PRIMARY KEY, slug text COLLATE nocase UNIQUE);
            CREATE TABLE member (
                id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, email citext UNIQUE,
                login text, gone boolean NOT NULL DEFAULT false, "Rate" numeric, code char(4),
                team integer, seat integer, key text GENERATED ALWAYS AS (login || '#' || seat) STORED,
                rank integer CONSTRAINT member_rank UNIQUE DEFERRABLE INITIALLY DEFERRED);
            CREATE UNIQUE INDEX member_login ON member (lower(login)) WHERE NOT gone;
            CREATE UNIQUE INDEX member_rate ON member ("Rate");
            CREATE UNIQUE INDEX member_code ON member (code);
            CREATE UNIQUE INDEX member_seat ON member (team, seat) NULLS NOT DISTINCT WHERE team IS NOT NULL;
            CREATE UNIQUE INDEX member_key ON member (key);
            CREATE TABLE booking (
                id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account, room text, during tsrange,
                cancelled boolean NOT NULL DEFAULT false,
                CONSTRAINT booking_room EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (NOT cancelled));
            CREATE TABLE tag (account_id integer NOT NULL REFERENCES account, label citext, n integer,
                PRIMARY KEY (account_id, label));
            CREATE TABLE note (account_id integer NOT NULL REFERENCES account, text text, token uuid UNIQUE);
            CREATE TABLE event (id integer NOT NULL, account_id integer NOT NULL REFERENCES account, at date NOT NULL,
                ref text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
            CREATE TABLE event_new PARTITION OF event FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
            CREATE UNIQUE INDEX event_new_ref ON event_new (ref);
            INSERT INTO account VALUES (1, 'Óne'), (2, 'two');
            INSERT INTO member VALUES
                (10, 1, 'Ann@x.example', 'Ann', false, 1.0, 'ab', 7, NULL, DEFAULT, 1),
                (11, 1, 'bob@x.example', 'Bob', true, 2.50, 'cd', 8, 1, DEFAULT, 2);
            INSERT INTO booking VALUES (20, 1, 'red', '[2026-01-01,2026-01-05)', false), (21, 1, 'red', '[2026-02-01,2026-02-05)', true);
            INSERT INTO tag VALUES (1, 'Blue', 1), (1, 'green', 2);
            INSERT INTO note VALUES (1, 'secret', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), (1, 'twice', NULL), (1, 'twice', NULL);
            INSERT INTO event VALUES (40, 1, '2025-05-05', 'old'), (41, 1, '2026-05-05', 'new');
            """;

    private static Product product;
    private static MemoryArchive archive;

    @BeforeAll
    static void export() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        archive = Orders.export(product.restoring(MAP), "1");
    }

    @AfterEach
    void nobodyElse() throws SQLException {
        product.run("TRUNCATE account, member, booking, tag, note, event; INSERT INTO account VALUES (2, 'two')");
    }

    /** The plan for account 1, gone, beside what somebody else put there since. */
    private static RestorePlan planBeside(String rows) throws SQLException {
        product.run(
                "TRUNCATE account, member, booking, tag, note, event; INSERT INTO account VALUES (2, 'two'); " + rows);
        return plan();
    }

    private static RestorePlan plan() {
        return product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));
    }

    private static void assertTaken(RestorePlan plan, String rule, String archived, String holder) {
        assertThat(plan.runnable()).isFalse();
        assertThat(plan.findings())
                .filteredOn(finding -> finding.subject().startsWith(rule + " of "))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("key-taken");
                    assertThat(finding.message()).contains("archived " + archived + " against " + holder + " (");
                });
        // What was foreseen is what would have happened.
        assertThat(plan.tables()).extracting(RestorePlan.TablePlan::taken).contains(1L);
    }

    @Test
    void an_absent_account_is_inserted_whole() throws SQLException {
        RestorePlan plan = planBeside("");

        assertThat(plan.findings()).isEmpty();
        assertThat(plan.tables())
                .extracting(RestorePlan.TablePlan::insert)
                .containsExactlyInAnyOrder(1L, 2L, 2L, 2L, 3L, 2L);
    }

    @Test
    void a_key_is_compared_as_its_index_compares() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, email) VALUES (90, 2, 'ANN@X.example')"),
                "member_email_key",
                "id=10",
                "another account's id=90");
        assertTaken(
                planBeside("INSERT INTO account VALUES (3, 'óNE')"),
                "account_slug_key",
                "id=1",
                "another account's id=3");
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, \"Rate\") VALUES (90, 2, 1.000)"),
                "member_rate",
                "id=10",
                "another account's id=90");
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, code) VALUES (90, 2, 'ab  ')"),
                "member_code",
                "id=10",
                "another account's id=90");
    }

    @Test
    void an_expression_under_a_predicate_clashes_where_the_predicate_holds() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, login) VALUES (90, 2, 'ANN'), (91, 2, 'BOB')"),
                "member_login",
                "id=10",
                "another account's id=90");
        assertThat(planBeside("INSERT INTO member (id, account_id, login, gone) VALUES (90, 2, 'ANN', true)")
                        .findings())
                .isEmpty();
    }

    @Test
    void nulls_clash_where_the_index_says_so_and_nowhere_else() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, team, seat) VALUES (90, 2, 7, NULL)"),
                "member_seat",
                "id=10",
                "another account's id=90");
        assertThat(planBeside(
                                "INSERT INTO member (id, account_id, team, seat) VALUES (90, 2, NULL, NULL), (91, 2, 7, 1)")
                        .findings())
                .isEmpty();
    }

    @Test
    void a_generated_column_and_a_deferred_key_clash_too() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, login, seat, gone) VALUES (90, 2, 'Bob', 1, true)"),
                "member_key",
                "id=11",
                "another account's id=90");
        assertTaken(
                planBeside("INSERT INTO member (id, account_id, rank) VALUES (90, 2, 2)"),
                "member_rank",
                "id=11",
                "another account's id=90");
    }

    @Test
    void an_exclusion_constraint_clashes_by_its_operators_where_it_applies() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO booking VALUES (90, 2, 'red', '[2026-01-04,2026-01-06)'),"
                        + " (91, 2, 'red', '[2026-02-04,2026-02-06)'), (92, 2, 'blue', '[2026-01-04,2026-01-06)')"),
                "booking_room",
                "id=20",
                "another account's id=90");
    }

    @Test
    void an_index_of_one_partition_speaks_of_that_partition() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO event VALUES (90, 2, '2026-07-07', 'new'), (91, 2, '2025-07-07', 'new')"),
                "event_new_ref",
                "id=41, at=2026-05-05",
                "another account's id=90, at=2026-07-07");
        assertThat(planBeside("INSERT INTO event VALUES (90, 2, '2025-07-07', 'new'), (91, 2, '2026-07-07', 'old')")
                        .findings())
                .isEmpty();
    }

    @Test
    void a_row_without_a_key_clashes_by_its_unique_value_and_is_not_quoted() throws SQLException {
        RestorePlan plan = planBeside("INSERT INTO note VALUES (2, 'x', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')");

        assertTaken(plan, "note_token_key", "(a row without a key)", "another account's (a row without a key)");
        assertThat(plan.toString()).doesNotContain("secret", "a0eebc99");
    }

    @Test
    void the_accounts_own_rows_hold_keys_as_well() throws SQLException {
        RestorePlan plan = planBeside("INSERT INTO account VALUES (1, 'Óne');"
                + " INSERT INTO member (id, account_id, email) VALUES (90, 1, 'ann@x.example')");

        assertTaken(plan, "member_email_key", "id=10", "this account's id=90");
        assertThat(plan.findings()).extracting(Finding::rule).contains("rows-in-the-way");
    }

    @Test
    void a_key_held_by_another_account_names_the_primary_key() throws SQLException {
        assertTaken(
                planBeside("INSERT INTO member (id, account_id) VALUES (10, 2)"),
                "member_pkey",
                "id=10",
                "another account's id=10");
    }

    @Test
    void a_row_that_is_live_under_an_equal_key_differs_when_its_text_does() throws SQLException {
        RestorePlan plan = planBeside(
                "INSERT INTO account VALUES (1, 'Óne'); INSERT INTO tag VALUES (1, 'BLUE', 1), (1, 'green', 2)");

        assertThat(plan.tables())
                .filteredOn(table -> table.name().equals("public.tag"))
                .singleElement()
                .satisfies(tag -> {
                    assertThat(List.of(tag.insert(), tag.equal(), tag.changed(), tag.extra(), tag.taken()))
                            .containsExactly(0L, 1L, 1L, 0L, 0L);
                    assertThat(tag.first())
                            .extracting(RestorePlan.RowInTheWay::row)
                            .containsExactly("account_id=1, label=Blue");
                });
    }

    @Test
    void rows_without_a_key_are_counted_as_often_as_they_occur() throws SQLException {
        RestorePlan plan = planBeside("INSERT INTO account VALUES (1, 'Óne');"
                + " INSERT INTO note VALUES (1, 'twice', NULL), (1, 'later', NULL)");

        assertThat(plan.tables())
                .filteredOn(table -> table.name().equals("public.note"))
                .singleElement()
                .satisfies(note -> assertThat(List.of(note.insert(), note.equal(), note.changed(), note.extra()))
                        .containsExactly(2L, 1L, 0L, 1L));
    }

    @Test
    void a_plan_is_another_when_other_rows_are_live_though_as_many() throws SQLException {
        String account = "INSERT INTO account VALUES (1, 'Óne'); ";
        String first =
                planBeside(account + "INSERT INTO tag VALUES (1, 'Blue', 1)").planHash();
        String second =
                planBeside(account + "INSERT INTO tag VALUES (1, 'green', 2)").planHash();
        String changed =
                planBeside(account + "INSERT INTO tag VALUES (1, 'Blue', 8)").planHash();
        String otherwise =
                planBeside(account + "INSERT INTO tag VALUES (1, 'Blue', 9)").planHash();
        String extra =
                planBeside(account + "INSERT INTO tag VALUES (1, 'x', 1)").planHash();
        String another =
                planBeside(account + "INSERT INTO tag VALUES (1, 'y', 1)").planHash();
        String again =
                planBeside(account + "INSERT INTO tag VALUES (1, 'y', 1)").planHash();

        assertThat(List.of(first, second, changed, otherwise, extra, another)).doesNotHaveDuplicates();
        assertThat(again).isEqualTo(another);
    }
}
