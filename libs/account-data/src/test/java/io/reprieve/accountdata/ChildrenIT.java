package io.reprieve.accountdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.objects.ObjectStore;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.Footprint;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.report.Progress;
import io.reprieve.localservers.LocalS3;
import io.reprieve.localservers.TestServers;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Accounts below accounts: with the account above, or on their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChildrenIT {

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY, code text UNIQUE NOT NULL,
                parent integer REFERENCES account ON DELETE CASCADE, billed_by text REFERENCES account (code));
            CREATE TABLE doc (id integer PRIMARY KEY, account integer NOT NULL REFERENCES account ON DELETE CASCADE);
            CREATE TABLE part (doc integer REFERENCES doc ON DELETE CASCADE, up integer, n integer);
            CREATE TABLE tally (account text, n integer);
            CREATE TABLE mark (tally integer PRIMARY KEY, doc integer REFERENCES doc);
            INSERT INTO account VALUES (1, 'top', NULL, NULL), (2, 'mid', 1, NULL), (3, 'low', 2, NULL),
                (4, 'paid', NULL, 'mid'), (5, 'alone', NULL, NULL), (6, 'below alone', 5, NULL);
            INSERT INTO doc SELECT n, 1 + n % 6 FROM generate_series(1, 60) n;
            INSERT INTO part SELECT n, NULL, n FROM generate_series(1, 60) n;
            INSERT INTO tally SELECT 'account ' || 1 + n % 6, n FROM generate_series(1, 12) n;
            INSERT INTO mark SELECT n, n FROM generate_series(1, 12) n;
            """;

    private Product product;

    private static DataMap map(String children) {
        return DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id%s }
                    owned:
                      - public.doc
                      - public.part
                      - { table: public.tally, where: "account = 'account ' || :key" }
                      - { table: public.mark, where: "doc IN (SELECT id FROM doc WHERE account = :key)" }
                """.formatted(children));
    }

    @BeforeAll
    void fill() throws SQLException {
        product = new Product(SCHEMA);
    }

    @Test
    void whether_they_go_along_has_to_be_said() throws SQLException {
        product.setUp(map(", children: apart"));

        assertThat(product.erasing(map("")).check().findings())
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::rule, Finding::subject)
                .containsExactly(
                        tuple("root-references-itself", "account_billed_by_fkey of public.account to public.account"),
                        tuple("root-references-itself", "account_parent_fkey of public.account to public.account"));
    }

    @Test
    void objects_of_accounts_below_go_along_and_come_back_each_under_its_own_prefix() throws SQLException {
        DataMap map = DataMap.parse(map(", children: along").text()
                + "  - { name: files, kind: s3, bucket: children, prefix: 'accounts/{key}/files/' }\n");
        Product own = new Product(SCHEMA);
        own.setUp(map);
        LocalS3 s3 = TestServers.s3();
        s3.createVersionedBucket("children");
        try (S3Client client = s3.client();
                ObjectStore store =
                        ObjectStore.connect(URI.create(s3.endpoint()), "us-east-1", s3.accessKey(), s3.secretKey())) {
            for (int account = 1; account <= 6; account++) {
                for (String name : List.of("a", "b", "a")) {
                    String key = "accounts/" + account + "/files/" + name;
                    client.putObject(put -> put.bucket("children").key(key), RequestBody.fromString(key));
                }
            }
            AccountEngine erasing = own.erasing(map, Optional.of(store));
            AccountEngine restoring = own.restoring(map, Optional.of(store));
            assertThat(erasing.check().passes()).isTrue();
            List<String> before = told(client);
            MemoryArchive archive = Orders.export(restoring, "2");
            assertThat(erasing.footprint("2").objects()).isEqualTo(9);
            assertThat(erasing.content("2", Product.digestKey(Orders.ACCOUNT)).objectVersionsDigest())
                    .isEqualTo(archive.result().objectVersionsDigest());
            assertThat(erasing.objectsInTheWay("2", Instant.now())).isEmpty();
            List<ObjectVersion> versions = erasing.liveObjects("2");

            assertThat(erasing.erase(Orders.erase("2", archive, "prg_objects")))
                    .isInstanceOf(ErasureResult.Erased.class);
            own.run("INSERT INTO account VALUES (3, 'low', NULL, NULL)");
            assertThat(erasing.sweepObjects("2", versions))
                    .hasSize(3)
                    .allMatch(kept -> kept.rule().equals("object-owner-live")
                            && kept.subject().startsWith("accounts/3/"));
            own.run("DELETE FROM account WHERE id = 3");
            assertThat(erasing.sweepObjects("2", versions)).isEmpty();
            client.putObject(
                    put -> put.bucket("children").key("accounts/3/files/late"), RequestBody.fromString("late"));

            assertThat(told(client)).hasSize(3 * 3 + 1).noneMatch(key -> key.matches("accounts/[234]/files/[ab]"));
            assertThat(erasing.objects().findings("2", versions))
                    .extracting(Finding::rule, Finding::subject)
                    .containsExactly(tuple("object-unexpected", "accounts/3/files/late"));
            assertThatThrownBy(() -> erasing.objects()
                            .delete("2", List.of(ObjectVersion.named("elsewhere/2/files/a", "v", 1, false))))
                    .isInstanceOf(IllegalArgumentException.class);

            client.deleteObject(delete -> delete.bucket("children")
                    .key("accounts/3/files/late")
                    .versionId(erasing.objects().list("3").get(0).versionId()));
            assertThat(restoring.restoreObjects(archive, "2", Progress.NONE).put())
                    .isEqualTo(9);
            assertThat(Orders.restore(restoring, "2", archive, "rst_objects"))
                    .isInstanceOf(RestoreResult.Restored.class);
            assertThat(told(client)).isEqualTo(before);
            assertThat(Orders.export(restoring, "2").result().contentDigest())
                    .isEqualTo(archive.result().contentDigest());
        }
    }

    /** Every version's key. */
    private static List<String> told(S3Client client) {
        return client.listObjectVersions(list -> list.bucket("children")).versions().stream()
                .map(software.amazon.awssdk.services.s3.model.ObjectVersion::key)
                .toList();
    }

    @Test
    void accounts_below_go_along_at_every_depth_with_all_that_is_theirs() throws SQLException {
        DataMap map = map(", children: along");

        assertThat(AccountJourney.outAndIn(product, map, "2"))
                .containsExactlyInAnyOrder(
                        "public.account", "public.doc", "public.part", "public.tally", "public.mark");
        assertThat(product.erasing(map).footprint("2").tables())
                .extracting(Footprint.TableSize::name, Footprint.TableSize::rows)
                .contains(
                        tuple("public.account", 3L),
                        tuple("public.doc", 30L),
                        tuple("public.part", 30L),
                        tuple("public.tally", 6L),
                        tuple("public.mark", 6L));
    }

    @Test
    void what_belongs_by_a_predicate_goes_before_the_accounts_that_it_is_asked_for() throws SQLException {
        Product own = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY, parent integer REFERENCES account);
                CREATE TABLE aaa (account integer, n integer);
                INSERT INTO account VALUES (1, NULL), (2, 1), (3, NULL);
                INSERT INTO aaa VALUES (1, 1), (2, 2), (3, 3), (NULL, 4);
                """);
        DataMap map = DataMap.parse("""
                sources:
                  - name: app
                    kind: postgresql
                    root: { table: public.account, key: id, children: along }
                    owned: [{ table: public.aaa, where: account = :key }]
                """);

        assertThat(AccountJourney.outAndIn(own, map, "1")).containsExactly("public.aaa", "public.account");
    }

    @Test
    void an_account_that_is_apart_goes_and_comes_back_below_the_one_above() throws SQLException {
        DataMap map = map(", children: apart");

        AccountJourney.outAndIn(product, map, "6");

        assertThat(product.erasing(map).footprint("6").tables())
                .extracting(Footprint.TableSize::rows)
                .containsExactly(1L, 10L, 2L, 10L, 2L);
    }

    @Test
    void an_account_with_accounts_of_their_own_below_it_stays() throws SQLException {
        DataMap map = map(", children: apart");
        product.setUp(map);

        assertThat(product.erasing(map).erase(Orders.eraseWhatIsLive(product.erasing(map), "5", "prg_5")))
                .isInstanceOfSatisfying(ErasureResult.Refused.class, refused -> assertThat(refused.findings())
                        .singleElement()
                        .satisfies(edge -> {
                            assertThat(edge.rule()).isEqualTo("cross-account-edge");
                            assertThat(edge.message()).contains("public.account: id=6", "they go first");
                        }));
        assertThat(product.ask("SELECT count(*) FROM account")).isEqualTo("6");
    }

    @Test
    void the_account_above_has_to_be_there_on_restore() throws SQLException {
        Product own = new Product(SCHEMA);
        DataMap map = map(", children: along");
        own.setUp(map);
        MemoryArchive archive = Orders.export(own.restoring(map), "6");
        assertThat(own.erasing(map).erase(Orders.erase("6", archive, "prg_6")))
                .isInstanceOf(ErasureResult.Erased.class);
        own.run(
                "DELETE FROM tally WHERE account = 'account 5'; DELETE FROM mark WHERE doc IN (SELECT id FROM doc WHERE account = 5); DELETE FROM account WHERE id = 5");

        RestorePlan plan = own.restoring(map).planRestore(archive, "6", Product.digestKey(Orders.ACCOUNT));

        assertThat(plan.findings()).extracting(Finding::rule).containsExactly("reference-gone");
        assertThat(plan.findings().get(0).message()).contains("id=6");
        assertThat(plan.runnable()).isFalse();
    }
}
