package io.reprieve.accountdata.erase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Erasures with foreign-key triggers muted, against a real second connection: what the triggers would have refused is to be
 * found by the proof over sets. None may lose a row, delete one unseen, or leave one referring to nothing.
 */
class SetwiseRaceIT extends SetwiseRace {

    @Test
    void a_child_whose_insert_was_open_when_its_siblings_went_is_found_by_the_proof() throws Exception {
        ErasureResult result = eraseWhile("INSERT INTO part VALUES (1000, 1)");

        rolledBack(result, ErasureResult.ConcurrentWriters.class);
        assertThat(((ErasureResult.ConcurrentWriters) result).sqlState()).isEqualTo("23503");
        assertThat(((ErasureResult.ConcurrentWriters) result).detail()).contains("public.part id=1000");
        assertThat(product.ask("SELECT count(*) FROM part")).isEqualTo("301");
    }

    @Test
    void a_child_of_the_root_inserted_meanwhile_is_found_by_the_proof() throws Exception {
        rolledBack(eraseWhile("INSERT INTO doc VALUES (1000, 2, 'slipped in')"), ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM doc WHERE account_id = 2")).isEqualTo("11");
    }

    @Test
    void a_child_committed_between_two_deletes_is_found_by_the_proof() throws Exception {
        rolledBack(
                eraseHeldAt("SELECT FROM doc WHERE id = 1 FOR KEY SHARE", "INSERT INTO part VALUES (1000, 4)"),
                ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT count(*) FROM part")).isEqualTo("301");
    }

    @Test
    void a_child_that_comes_after_the_delete_of_its_parent_waits_and_finds_no_parent() throws Exception {
        try (Connection holder = product.connect();
                Statement hold = holder.createStatement()) {
            holder.setAutoCommit(false);
            hold.execute("SELECT FROM account WHERE id = 2 FOR KEY SHARE");
            Future<ErasureResult> erasing = erasing("prg_1");
            awaitBlocked(1, erasing);
            Future<String> late = other.submit(() -> {
                try {
                    product.run("INSERT INTO part VALUES (1000, 1)");
                    return "went through";
                } catch (SQLException refused) {
                    return refused.getSQLState();
                }
            });
            awaitBlocked(2, erasing);
            holder.rollback();

            assertThat(erasing.get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);
            assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo("23503");
        }
        nothingRefersToNothing();
    }

    @Test
    void a_reference_that_is_checked_at_its_commit_is_either_seen_or_refused() throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("INSERT INTO note VALUES (1000, NULL, 1)");
            assertThat(erasing("prg_1").get(20, TimeUnit.SECONDS)).isInstanceOf(ErasureResult.Erased.class);

            assertThatThrownBy(writer::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
        }
        nothingRefersToNothing();
    }

    @Test
    void a_child_moved_into_the_account_meanwhile_is_found_by_the_proof() throws Exception {
        ErasureResult result = eraseWhile("UPDATE part SET doc_id = 1 WHERE id = 1");

        rolledBack(result, ErasureResult.Refused.class);
        assertThat(((ErasureResult.Refused) result).findings())
                .extracting(Finding::rule)
                .containsExactly("cross-account-edge");
    }

    @Test
    void a_row_put_in_the_place_of_an_archived_one_meanwhile_is_found_out() throws Exception {
        rolledBack(
                eraseHeldAt(
                        "SELECT FROM doc WHERE id = 1 FOR KEY SHARE",
                        "INSERT INTO part VALUES (1000, 4); DELETE FROM part WHERE id = 1000; INSERT INTO part VALUES (1000, 7)"),
                ErasureResult.ConcurrentWriters.class);
    }

    @Test
    void a_key_held_for_too_long_by_an_open_transaction_stops_the_erasure() throws Exception {
        try (Connection writer = product.connect();
                Statement jdbc = writer.createStatement()) {
            writer.setAutoCommit(false);
            jdbc.execute("INSERT INTO part VALUES (1000, 1)");

            ErasureResult result = erasing("prg_1").get(20, TimeUnit.SECONDS);

            assertThat(result)
                    .isEqualTo(new ErasureResult.ConcurrentWriters("55P03", "canceling statement due to lock timeout"));
            writer.rollback();
        }
        assertThat(product.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_shared_row_that_is_linked_meanwhile_is_not_left_pointing_at_nothing() throws Exception {
        rolledBack(
                eraseWhile("UPDATE person SET last_account = 2 WHERE id = 2"), ErasureResult.ConcurrentWriters.class);
        assertThat(product.ask("SELECT last_account FROM person WHERE id = 2")).isEqualTo("2");
    }
}
