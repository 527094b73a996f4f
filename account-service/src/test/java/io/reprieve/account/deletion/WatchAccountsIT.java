package io.reprieve.account.deletion;

import static io.reprieve.account.stack.Api.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.account.datamap.Product;
import io.reprieve.account.stack.Api;
import io.reprieve.account.stack.Databases;
import io.reprieve.account.stack.Purge;
import io.reprieve.account.stack.RealServers;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accounts that the product no longer holds, without anybody telling. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class WatchAccountsIT {
    @Inject
    WatchAccounts watch;

    @Inject
    Product product;

    @Inject
    MeterRegistry meters;

    @Test
    void an_account_that_disappears_is_reported_once_and_once_more_when_it_disappears_again() throws Exception {
        var account = newcomer(7_001, "Wren & Daughters");
        watch.look();
        assertThat(reportsOf(account)).isEmpty();

        remove(7_001);
        watch.look();
        watch.look();

        assertThat(reportsOf(account)).singleElement().asString().contains("nobody had a warrant");
        assertThat(missing()).isEqualTo(1);
        assertThat(Databases.one(
                        Databases.own(),
                        "SELECT count(*) FROM audit_outbox WHERE subject = '" + account
                                + "' AND convert_from(event, 'UTF8') LIKE '%deletion.unsanctioned%'"))
                .isEqualTo("1");

        insert(7_001);
        watch.look();
        assertThat(missing()).isZero();
        remove(7_001);
        watch.look();
        assertThat(reportsOf(account)).hasSize(2);
    }

    @Test
    void what_was_erased_under_a_warrant_is_no_unsanctioned_deletion() throws Exception {
        var account = newcomer(7_002, "Osprey Survey");
        var purge = new Purge(product, account).ready();
        purge.erase().then().statusCode(200);

        watch.look();

        assertThat(purge.standing()).startsWith("PURGED");
        assertThat(reportsOf(account)).isEmpty();
    }

    @Test
    void an_erasure_whose_tombstone_is_not_written_yet_is_no_unsanctioned_deletion() throws Exception {
        var account = newcomer(7_003, "Halcyon Pumps");
        var purge = new Purge(product, account).ready();
        Databases.withoutTombstones(() -> {
            purge.erase().then().statusCode(500);

            watch.look();

            assertThat(purge.standing()).startsWith("PENDING_PURGE");
            assertThat(product.engine().accountKey("7003")).isEmpty();
            assertThat(reportsOf(account)).isEmpty();
        });
    }

    @Test
    void a_product_that_cannot_be_looked_at_leaves_it_unknown_and_reports_nobody() throws Exception {
        var account = newcomer(7_004, "Tern Freight");
        Databases.run(Databases.product(), "ALTER TABLE public.accounts RENAME TO accounts_away");
        try {
            watch.look();
            assertThat(missing()).isNaN();
        } finally {
            Databases.run(Databases.product(), "ALTER TABLE public.accounts_away RENAME TO accounts");
        }
        watch.look();
        assertThat(reportsOf(account)).isEmpty();
        assertThat(missing()).isNotNaN();
    }

    @Test
    void one_account_that_is_being_worked_on_does_not_keep_the_others_from_being_looked_at() throws Exception {
        var busy = newcomer(7_005, "Plover Press");
        var other = newcomer(7_006, "Curlew Press");
        remove(7_005);
        remove(7_006);
        try (var working = Databases.own();
                var statement = working.createStatement()) {
            working.setAutoCommit(false);
            statement.execute("SELECT 1 FROM account WHERE id = '" + busy + "' FOR UPDATE");
            watch.look();
            assertThat(reportsOf(busy)).isEmpty();
            assertThat(reportsOf(other)).hasSize(1);
        }
        watch.look();
        assertThat(reportsOf(busy)).hasSize(1);
        insert(7_005);
        insert(7_006);
        watch.look();
    }

    private double missing() {
        return meters.get("reprieve.accounts.missing").gauge().value();
    }

    private static List<String> reportsOf(String accountId) {
        return service("purge-service")
                .get("/unsanctioned-deletions?limit=200")
                .jsonPath()
                .getList("items.findAll { it.accountId == '" + accountId + "' }.note");
    }

    private static String newcomer(int key, String name) throws Exception {
        insert(key);
        return Api.register(String.valueOf(key), name);
    }

    private static void insert(int key) throws Exception {
        Databases.run(
                Databases.product(),
                "INSERT INTO public.accounts (id, name, domain, plan_code) SELECT " + key + ", name, 'n" + key
                        + ".example', plan_code FROM public.accounts WHERE id = 1002");
    }

    private static void remove(int key) throws Exception {
        Databases.run(Databases.product(), "DELETE FROM public.accounts WHERE id = " + key);
    }
}
