package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreResult;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Erasures with foreign-key triggers muted, beside somebody who changes rows: what goes is what was archived. */
class SetwiseWritersIT extends SetwiseRace {

    @Test
    void an_undisturbed_account_goes_and_comes_back_and_its_triggers_stayed_silent() throws Exception {
        ErasureResult result = erasing("prg_1").get(20, TimeUnit.SECONDS);

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM doc")).isEqualTo("20");
        assertThat(Orders.restore(product.restoring(MAP), KEY, archive, "rst_1"))
                .isInstanceOf(RestoreResult.Restored.class);
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_row_changed_meanwhile_is_not_deleted_in_a_state_nobody_archived() throws Exception {
        rolledBack(eraseWhile("UPDATE doc SET title = 'changed' WHERE id = 1"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT title FROM doc WHERE id = 1")).isEqualTo("changed");
    }

    @Test
    void a_row_moved_to_another_account_meanwhile_stays_with_it() throws Exception {
        ErasureResult result = eraseWhile("UPDATE doc SET account_id = 3 WHERE id = 1");

        assertThat(result).isNotInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT account_id FROM doc WHERE id = 1")).isEqualTo("3");
    }

    @Test
    void a_child_moved_to_a_parent_of_another_account_meanwhile_stays_with_it() throws Exception {
        rolledBack(eraseWhile("UPDATE part SET doc_id = 2 WHERE doc_id = 1"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT count(*) FROM part WHERE doc_id = 2")).isEqualTo("20");
    }

    @Test
    void a_row_deleted_meanwhile_is_missed() throws Exception {
        rolledBack(eraseWhile("DELETE FROM part WHERE doc_id = 1"), ErasureResult.ContentMoved.class);
    }

    @Test
    void a_row_of_a_fenced_declared_table_waits_for_the_erasure_or_is_seen_by_it() throws Exception {
        rolledBack(eraseWhile("INSERT INTO tally VALUES (2, 1000)"), ErasureResult.ContentMoved.class);
        assertThat(product.ask("SELECT count(*) FROM tally WHERE account = 2")).isEqualTo("4");
    }

    @Test
    void a_row_of_an_unfenced_table_that_comes_after_its_delete_is_told_as_residue() throws Exception {
        ErasureResult result =
                eraseHeldAt("SELECT FROM account WHERE id = 2 FOR KEY SHARE", "INSERT INTO trace VALUES (2, 1000)");

        assertThat(result).isInstanceOfSatisfying(ErasureResult.Erased.class, erased -> assertThat(erased.residue())
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("public.trace")));
    }

    @Test
    void writers_of_other_accounts_go_on() throws Exception {
        ErasureResult result = eraseHeldAt(
                "SELECT FROM account WHERE id = 2 FOR KEY SHARE",
                "UPDATE doc SET title = 'mine' WHERE account_id = 3; INSERT INTO doc VALUES (1000, 3, 'new');"
                        + " INSERT INTO part VALUES (1000, 1000), (1001, 2); DELETE FROM note WHERE doc_id = 2;"
                        + " INSERT INTO account VALUES (4, 'new')");

        assertThat(result).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
    }

    @Test
    void of_two_erasures_under_one_purge_request_one_deletes_and_the_other_says_so() throws Exception {
        Future<ErasureResult> one = erasing("prg_1");
        Future<ErasureResult> two = erasing("prg_1");

        assertThat(new ErasureResult[] {one.get(20, TimeUnit.SECONDS), two.get(20, TimeUnit.SECONDS)})
                .hasAtLeastOneElementOfType(ErasureResult.Erased.class)
                .hasAtLeastOneElementOfType(ErasureResult.AlreadyErased.class);
    }

    @Test
    void two_accounts_are_erased_side_by_side() throws Exception {
        MemoryArchive neighbour = Orders.export(product.restoring(MAP), "3");
        Future<ErasureResult> one = erasing("prg_1");
        Future<ErasureResult> two =
                other.submit(() -> product.erasing(MAP).erase(Orders.erase("3", neighbour, "prg_2")));

        assertThat(one.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
        assertThat(two.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
        nothingRefersToNothing();
        assertThat(product.ask("SELECT count(*) FROM doc")).isEqualTo("10");
    }
}
