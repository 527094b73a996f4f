package io.reprieve.accountdata.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.AccountJourney;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.Footprint;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose row is it, where there are many ways from a table to the root; and what is in the way when they disagree. */
class OwnershipIT {

    /**
     * Two total ways to the root (doc by account, by folder), one way that may be null beside a total one (doc by editor),
     * several that may be null (hit), every way through tables that have only such (mark).
     */
    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, name text);
            CREATE TABLE person (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account,
                UNIQUE (account, id));
            CREATE TABLE folder (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account,
                owner integer NOT NULL, FOREIGN KEY (account, owner) REFERENCES person (account, id) ON DELETE CASCADE);
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account,
                folder integer NOT NULL REFERENCES folder ON DELETE CASCADE, editor integer REFERENCES person ON DELETE SET NULL);
            CREATE TABLE hit (id integer PRIMARY KEY, doc integer REFERENCES doc ON DELETE SET NULL,
                person integer DEFAULT 999 REFERENCES person ON DELETE SET DEFAULT, via integer REFERENCES hit);
            CREATE TABLE mark (id integer PRIMARY KEY, hit integer REFERENCES hit ON DELETE CASCADE,
                other integer REFERENCES hit, first boolean);
            INSERT INTO account SELECT n, 'secret ' || n FROM generate_series(1, 4) n;
            INSERT INTO person SELECT n, 1 + n % 4 FROM generate_series(1, 20) n;
            INSERT INTO folder SELECT id, account, id FROM person;
            INSERT INTO doc SELECT id, account, id, CASE WHEN id % 3 = 0 THEN id END FROM person;
            INSERT INTO hit SELECT id, CASE WHEN id % 5 > 0 THEN id END, CASE WHEN id % 3 = 0 THEN id END, NULL FROM person;
            INSERT INTO hit SELECT 100 + id, NULL, NULL, id FROM person;
            INSERT INTO mark SELECT id, CASE WHEN id % 2 = 0 THEN id END, CASE WHEN id % 2 = 1 THEN id END FROM hit;
            """;

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.person, public.folder, public.doc, public.hit, public.mark]
            """);

    private static Product product(String more) throws SQLException {
        Product product = new Product(SCHEMA + more);
        product.setUp(MAP);
        return product;
    }

    /** Exports before, erases after the change, and says what was refused. */
    private static List<Finding> refused(String change) throws SQLException {
        Product product = product("");
        product.run(change);
        Map<String, String> before = product.fingerprint();

        ErasureResult result = product.erasing(MAP).erase(Orders.eraseWhatIsLive(product.erasing(MAP), "2", "prg_1"));

        assertThat(product.fingerprint()).isEqualTo(before);
        assertThat(result).isInstanceOf(ErasureResult.Refused.class);
        List<Finding> findings = ((ErasureResult.Refused) result).findings();
        findings = findings.stream()
                .filter(finding -> !finding.rule().equals("beside-the-order"))
                .toList();
        assertThat(product.erasing(MAP).crossAccountEdges("2")).containsExactlyInAnyOrderElementsOf(findings);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.message()).doesNotContain("secret"));
        return findings;
    }

    @Test
    void several_ways_that_agree_are_one() throws SQLException {
        Product product = product("");

        assertThat(AccountJourney.outAndIn(product, MAP, "2"))
                .containsExactlyInAnyOrder(
                        "public.account", "public.person", "public.folder", "public.doc", "public.hit", "public.mark");
        assertThat(product.erasing(MAP).footprint("2").tables())
                .extracting(Footprint.TableSize::name, Footprint.TableSize::rows)
                .contains(tuple("public.doc", 5L), tuple("public.hit", 8L), tuple("public.mark", 8L));
    }

    @Test
    void a_row_whose_parents_belong_to_two_accounts_is_named_and_stays() throws SQLException {
        assertThat(refused("UPDATE doc SET folder = 2 WHERE id = 1"))
                .extracting(Finding::rule, Finding::subject)
                .containsExactly(tuple("cross-account-edge", "doc_folder_fkey of public.doc to public.folder"));
        assertThat(refused("UPDATE doc SET folder = 2 WHERE id = 1").get(0).message())
                .contains("rows of this account refer to", "public.doc: id=1)");
    }

    @Test
    void a_row_of_another_account_that_a_cascade_would_take_is_named_and_stays() throws SQLException {
        assertThat(refused("UPDATE doc SET folder = 1 WHERE id IN (2, 3)"))
                .singleElement()
                .satisfies(edge -> {
                    assertThat(edge.subject()).isEqualTo("doc_folder_fkey of public.doc to public.folder");
                    assertThat(edge.message())
                            .contains("public.doc: id=2; id=3)", "ON DELETE CASCADE would delete them");
                });
    }

    @Test
    void a_row_of_another_account_that_would_be_set_null_is_named_and_stays() throws SQLException {
        assertThat(refused("UPDATE doc SET editor = 1 WHERE id = 2"))
                .singleElement()
                .satisfies(edge -> assertThat(edge.message())
                        .contains("public.doc: id=2)", "ON DELETE SET NULL would change them"));
    }

    @Test
    void a_row_found_by_a_link_that_may_be_null_and_by_another_to_another_account_is_named() throws SQLException {
        assertThat(refused("UPDATE hit SET person = 2 WHERE id = 9"))
                .extracting(Finding::subject)
                .containsExactly("hit_person_fkey of public.hit to public.person");
    }

    @Test
    void rows_that_no_account_owns_are_counted_and_named() throws SQLException {
        Product product = product("""
                CREATE TABLE note (id integer PRIMARY KEY, account text);
                INSERT INTO note VALUES (1, 'account 1'), (7, 'account 7'), (8, NULL);
                CREATE TABLE tick (note integer NOT NULL REFERENCES note, n integer);
                INSERT INTO tick VALUES (1, 1), (8, 2), (8, 3);
                """);
        DataMap map = DataMap.parse(MAP.text()
                .replace(
                        "public.mark]",
                        "public.mark, public.tick, { table: public.note, where:"
                                + " \"account = 'account ' || :key\" }]"));

        product.setUp(map);

        assertThat(product.restoring(map).unowned())
                .extracting(Finding::rule, Finding::subject)
                .containsExactlyInAnyOrder(
                        tuple("unowned-rows", "public.hit"),
                        tuple("unowned-rows", "public.mark"),
                        tuple("unowned-rows", "public.note"),
                        tuple("unowned-rows", "public.tick"));
        assertThat(product.restoring(map).unowned())
                .extracting(Finding::message)
                .anyMatch(message -> message.matches("2 rows belong to no account \\(id=[78]; id=[78]\\):.*"))
                .anyMatch(message -> message.startsWith("2 rows belong to no account ((a row without a key)"))
                .filteredOn(message -> message.startsWith("6 rows belong to no account (id="))
                .hasSize(2);
    }
}
