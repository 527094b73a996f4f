package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.discovery.Discovery;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.localservers.PostgresVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Foreign keys over time, as PostgreSQL 18 has them: a row refers to all the rows that cover its period together, and those
 * may be several, and several accounts'.
 */
@Tag("picks-its-versions")
class PeriodKeysIT {

    /**
     * Stays say whose a room was, and when. Docs have an account of their own beside the period; visits belong by the period
     * alone, remarks by a period or a doc, either of which may be null; members have bosses for as long as they are there.
     */
    private static final String SCHEMA = """
            CREATE EXTENSION btree_gist;
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE price (plan integer, valid daterange, code text, PRIMARY KEY (plan, valid WITHOUT OVERLAPS));
            CREATE TABLE stay (account integer NOT NULL REFERENCES account, room integer, during daterange, guest text,
                PRIMARY KEY (room, during WITHOUT OVERLAPS));
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, room integer,
                "while" daterange, FOREIGN KEY (room, PERIOD "while") REFERENCES stay (room, PERIOD during));
            CREATE TABLE visit (room integer, at daterange, PRIMARY KEY (room, at WITHOUT OVERLAPS),
                CONSTRAINT visited FOREIGN KEY (room, PERIOD at) REFERENCES stay (room, PERIOD during));
            CREATE TABLE remark (id integer PRIMARY KEY, room integer, at daterange, doc integer REFERENCES doc,
                FOREIGN KEY (room, PERIOD at) REFERENCES stay (room, PERIOD during));
            CREATE TABLE member (account integer NOT NULL REFERENCES account, id integer, boss integer,
                valid datemultirange, PRIMARY KEY (account, id, valid WITHOUT OVERLAPS),
                FOREIGN KEY (account, boss, PERIOD valid) REFERENCES member (account, id, PERIOD valid));
            CREATE TABLE bill (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account, plan integer,
                span daterange, CONSTRAINT priced FOREIGN KEY (plan, PERIOD span) REFERENCES price (plan, PERIOD valid));
            INSERT INTO account VALUES (1), (2);
            INSERT INTO price VALUES (1, '[2026-01-01,2026-03-01)', 'a'), (1, '[2026-03-01,2026-06-01)', 'b');
            INSERT INTO stay VALUES (1, 7, '[2026-01-01,2026-02-01)', 'x'), (1, 7, '[2026-02-01,2026-03-01)', 'y'),
                (2, 7, '[2026-03-01,2026-04-01)', 'z'), (2, 7, '[2026-04-01,)', 'z');
            INSERT INTO doc VALUES (1, 1, 7, '[2026-01-15,2026-02-15)'), (2, 1, NULL, '[2020-01-01,)'), (3, 1, 9, NULL),
                (4, 2, 7, '[2026-03-15,2027-01-01)');
            INSERT INTO visit VALUES (7, '[2026-01-02,2026-03-01)'), (7, '[2026-03-01,2026-05-01)');
            INSERT INTO remark VALUES (1, 7, '[2026-01-31,2026-02-02)', NULL), (2, NULL, '[2026-01-01,)', 1),
                (3, 7, '[2026-03-05,2026-03-06)', 4), (4, 7, NULL, NULL);
            INSERT INTO member VALUES (1, 1, NULL, '{[2026-01-01,2026-02-01),[2026-03-01,)}'), (1, 1, NULL, '{[2026-02-01,2026-03-01)}'),
                (1, 2, 1, '{[2026-01-05,2026-04-01)}'), (2, 1, 1, '{[2026-01-01,)}');
            INSERT INTO bill VALUES (1, 1, 1, '[2026-02-01,2026-04-01)'), (2, 2, 1, '[2026-01-01,2026-06-01)'),
                (3, 1, 1, '[2026-02-02,2026-02-03)');
            """;

    private static final String YAML = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.stay, public.doc, public.visit, public.remark, public.member, public.bill]
                shared: [public.price]
            """;
    private static final DataMap MAP = DataMap.parse(YAML);
    private static final DataMap IN_SETS = DataMap.parse(YAML + "    replicationRole: true\n");

    private static Product product() throws SQLException {
        return new Product(PostgresVersion.V18, SCHEMA);
    }

    private static DataMap map(boolean inSets) {
        return inSets ? IN_SETS : MAP;
    }

    /** Erases after the change, and says what was refused. */
    private static List<Finding> refused(String key, String change) throws SQLException {
        Product product = product();
        product.setUp(MAP);
        product.run(change);
        Map<String, String> before = product.fingerprint();

        ErasureResult result = product.erasing(MAP).erase(Orders.eraseWhatIsLive(product.erasing(MAP), key, "prg_1"));

        assertThat(product.fingerprint()).isEqualTo(before);
        assertThat(result).isInstanceOf(ErasureResult.Refused.class);
        return ((ErasureResult.Refused) result).findings();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_leans_on_periods_goes_out_and_comes_back(boolean inSets) throws SQLException {
        assertThat(AccountJourney.outAndIn(product(), map(inSets), "1"))
                .containsExactly(
                        "public.account",
                        "public.bill",
                        "public.doc",
                        "public.member",
                        "public.remark",
                        "public.stay",
                        "public.visit");
    }

    @Test
    void rows_that_lean_on_two_accounts_at_once_stop_the_purge_of_either() throws SQLException {
        String across = "INSERT INTO visit VALUES (7, '[2027-01-01,2027-02-01)');"
                + " UPDATE visit SET at = '[2026-01-02,2026-05-01)' WHERE at @> '2026-02-01'::date";
        String change = "DELETE FROM visit WHERE at @> '2026-04-01'::date; " + across;

        assertThat(refused("1", change)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("cross-account-edge");
            assertThat(finding.subject()).startsWith("visited of public.visit");
            assertThat(finding.message())
                    .startsWith("rows of this account refer to rows that are another account's or nobody's")
                    .contains("room=7, at=[2026-01-02,2026-05-01)");
        });
        assertThat(refused("2", change)).extracting(Finding::rule).containsOnly("cross-account-edge");
    }

    @Test
    void rows_of_one_account_that_lean_on_anothers_period_stop_the_purge_of_either() throws SQLException {
        String change = "UPDATE doc SET \"while\" = '[2026-02-15,2026-03-15)' WHERE id = 1";

        for (String key : List.of("1", "2")) {
            assertThat(refused(key, change))
                    .extracting(Finding::rule, Finding::subject)
                    .contains(tuple("cross-account-edge", "doc_room_while_fkey of public.doc to public.stay"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_comes_to_lean_on_the_account_meanwhile_makes_the_erasure_fail_closed(boolean inSets) throws Exception {
        Product product = product();
        DataMap map = map(inSets);
        product.setUp(map);
        MemoryArchive archive = Orders.export(product.restoring(map), "1");
        ErasureResult result;
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("INSERT INTO remark VALUES (9, 7, '[2026-01-10,2026-01-11)', NULL)");
            CompletableFuture<ErasureResult> erasing = CompletableFuture.supplyAsync(
                    () -> product.erasing(map).erase(Orders.erase("1", archive, "prg_1")));
            product.awaitBlocked(1, erasing);
            assertThat(erasing).isNotDone();
            writer.commit();
            result = erasing.get(20, TimeUnit.SECONDS);
        }

        assertThat(result).isInstanceOf(ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM stay")).isEqualTo("4");
    }

    @Test
    void shared_rows_that_cover_a_period_no_more_are_named_and_those_cut_otherwise_serve() throws SQLException {
        Product product = product();
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1"));
        product.run("DELETE FROM bill; DELETE FROM price WHERE code = 'b';"
                + " INSERT INTO price VALUES (1, '[2026-03-10,2026-06-01)', 'b')");

        RestorePlan gap = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(gap.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("reference-gone");
            assertThat(finding.subject()).isEqualTo("priced of public.bill to public.price");
            assertThat(finding.message()).contains("(id=1)");
        });
        product.run("INSERT INTO price VALUES (1, '[2026-03-01,2026-03-10)', 'b')");
        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
    }

    @Test
    void a_period_key_that_came_after_the_archive_and_is_broken_by_it_is_named() throws SQLException {
        Product product = product();
        product.setUp(MAP);
        product.run("ALTER TABLE visit DROP CONSTRAINT visited;"
                + " ALTER TABLE visit ADD account integer NOT NULL DEFAULT 1 REFERENCES account;"
                + " INSERT INTO visit VALUES (7, '[2025-12-01,2026-01-02)', 1);"
                + " UPDATE visit SET account = 2 WHERE at @> '2026-04-01'::date");
        product.setUp(MAP);
        MemoryArchive archive = Orders.export(product.restoring(MAP), "1");
        assertThat(product.erasing(MAP).erase(Orders.erase("1", archive, "prg_1")))
                .isInstanceOf(ErasureResult.Erased.class);
        product.run("ALTER TABLE visit ADD CONSTRAINT visited FOREIGN KEY (room, PERIOD at)"
                + " REFERENCES stay (room, PERIOD during)");

        RestorePlan plan = product.restoring(MAP).planRestore(archive, "1", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("reference-gone");
                    assertThat(finding.message()).contains("(room=7, at=[2025-12-01,2026-01-02))");
                });
    }

    @Test
    void tables_beside_the_account_that_lean_on_it_are_refused_by_name() throws SQLException {
        Product product = product();
        DataMap map = DataMap.parse(
                YAML.replace(" public.remark,", "").replace("[public.price]", "[public.price, public.remark]")
                        + "    unlink: [public.remark.at, public.remark.doc]\n");
        product.setUp(map);

        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule, Finding::subject)
                .containsExactly(tuple("unlink-period", "public.remark.at"));
    }

    @Test
    void discovery_follows_periods_and_the_check_names_the_indexes_they_need() throws SQLException {
        Product product = new Product(
                PostgresVersion.V18,
                SCHEMA + "CREATE TABLE visit_of_the_past () INHERITS (visit);"
                        + " INSERT INTO visit_of_the_past VALUES (7, '[2026-02-01,2026-02-02)')");
        String yaml = Discovery.propose(product.admin(), "public.account");
        DataMap map = DataMap.parse(yaml);
        product.setUp(map);

        assertThat(yaml).contains("public.visit  # every row refers to public.stay (room, at)");
        assertThat(product.erasing(map).check().findings())
                .filteredOn(finding -> finding.rule().equals("index-missing"))
                .extracting(Finding::message)
                .anyMatch(message -> message.endsWith("CREATE INDEX CONCURRENTLY ON public.remark (room)"))
                .noneMatch(message -> message.contains("ON public.visit"));
        assertThat(AccountJourney.outAndIn(product, map, "1")).contains("public.visit", "public.visit_of_the_past");
    }
}
