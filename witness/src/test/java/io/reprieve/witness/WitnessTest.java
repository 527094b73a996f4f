package io.reprieve.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_679_315_147), ZoneOffset.UTC);

    private final SmallLog log = new SmallLog("log");
    private final KeyPair key = SmallLog.ed25519();

    @TempDir
    Path folder;

    @Test
    void a_log_that_grows_is_cosigned_and_anybody_can_check_that() throws Exception {
        Witness witness = witness();
        for (int[] growth : new int[][] {{0, 0}, {0, 1}, {1, 6}, {6, 6}, {6, 64}, {64, 100}}) {
            String line = cosigned(witness, growth[0], growth[1]);

            String note = log.checkpoint(growth[1]) + line;
            new LogKeys(List.of(log.publicKey()), List.of(key.getPublic())).believe(note);
            assertThat(SignedNote.parse(note).cosignedAt(key.getPublic())).hasValue(1_679_315_147);
        }
    }

    @Test
    void a_cosignature_is_of_its_time_and_text() throws Exception {
        String line = cosigned(witness(), 0, 3);

        assertThat(SignedNote.parse(log.checkpoint(4) + line).cosignedAt(key.getPublic()))
                .isEmpty();
        assertThat(SignedNote.parse(log.checkpoint(3) + line.replace("test/witness", "test/other"))
                        .cosignedAt(key.getPublic()))
                .isEmpty();
    }

    @Test
    void a_log_that_starts_elsewhere_is_told_where_this_witness_stands() throws Exception {
        Witness witness = witness();
        cosigned(witness, 0, 7);

        assertThat(add(witness, log.request(0, 9))).isEqualTo(new Answer.Conflict(7));
        assertThat(add(witness, log.request(8, 9))).isEqualTo(new Answer.Conflict(7));
    }

    @Test
    void a_log_that_was_rolled_back_or_forked_is_not_cosigned() throws Exception {
        Witness witness = witness();
        cosigned(witness, 0, 7);

        assertThat(add(witness, log.request(5, 6))).isEqualTo(new Answer.Conflict(7));
        assertThat(add(witness, log.forked().request(7, 7))).isEqualTo(new Answer.Conflict(7));
        assertThat(status(add(witness, log.forked().request(7, 9)))).isEqualTo(422);
        assertThat(witness.newest().orElseThrow().size()).isEqualTo(7);
    }

    @Test
    void what_is_not_signed_by_the_log_is_refused() throws Exception {
        Witness witness = witness();

        String otherOrigin = "old 0\n\n" + log.note("other/log", 3, SmallLog.ed25519());
        assertThat(status(add(witness, otherOrigin))).isEqualTo(404);
        String otherKey = "old 0\n\n" + log.note(SmallLog.ORIGIN, 3, SmallLog.ed25519());
        assertThat(status(add(witness, otherKey))).isEqualTo(403);
        assertThat(status(add(witness, "old 4\n\n" + log.checkpoint(3)))).isEqualTo(400);
        assertThat(witness.newest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 1",
                "old 01\n\n",
                "old -1\n\n",
                "new 1\n\n",
                "old 9999999999999999999\n\n",
                "old 0\nxyz\n\n"
            })
    void what_is_no_request_is_malformed(String body) {
        assertThatThrownBy(() -> AddCheckpoint.parse(body)).isInstanceOf(AddCheckpoint.Malformed.class);
    }

    @Test
    void a_proof_has_at_most_63_lines() {
        String hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
        assertThatThrownBy(() -> AddCheckpoint.parse("old 1\n" + hash.repeat(64) + "\nnote"))
                .isInstanceOf(AddCheckpoint.Malformed.class);
    }

    @Test
    void it_remembers_over_a_crash() throws Exception {
        try (StateFolder state = StateFolder.open(folder)) {
            cosigned(witness(state), 0, 7);
        }
        try (StateFolder state = StateFolder.open(folder)) {
            assertThat(add(witness(state), log.request(0, 5))).isEqualTo(new Answer.Conflict(7));
        }
    }

    @Test
    void nothing_is_cosigned_that_could_not_be_kept() throws Exception {
        Memory full = new Memory() {
            @Override
            public Optional<String> kept() {
                return Optional.empty();
            }

            @Override
            public void keep(String note) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        Witness witness = witness(full);

        assertThatThrownBy(() -> add(witness, log.request(0, 3))).hasMessageContaining("no space");
        assertThat(witness.newest()).isEmpty();
    }

    @Test
    void it_does_not_start_from_a_memory_that_is_damaged_or_another_logs() throws Exception {
        try (StateFolder state = StateFolder.open(folder)) {
            Files.writeString(folder.resolve("checkpoint"), log.checkpoint(7).replace("\n7\n", "\n6\n"));
            assertThatThrownBy(() -> witness(state)).hasMessageContaining("not one of test/log");
            Files.writeString(folder.resolve("checkpoint"), "");
            assertThatThrownBy(() -> witness(state)).hasMessageContaining("not one of test/log");
        }
    }

    @Test
    void two_do_not_run_on_one_memory() throws Exception {
        try (StateFolder state = StateFolder.open(folder)) {
            assertThat(state.kept()).isEmpty();
            assertThatThrownBy(() -> StateFolder.open(folder)).hasMessageContaining("another witness runs");
        }
    }

    @Test
    void of_many_that_ask_at_once_each_gets_an_answer_that_fits_the_others() throws Exception {
        Witness witness = witness();
        var pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Answer>> asking = new ArrayList<>();
            for (int size = 1; size <= 40; size++) {
                String request = log.request(0, size);
                asking.add(() -> add(witness, request));
            }
            int granted = 0;
            for (Future<Answer> answer : pool.invokeAll(asking)) {
                granted += answer.get() instanceof Answer.Cosigned ? 1 : 0;
            }
            assertThat(granted).as("one began; to all others it had moved on").isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void one_that_once_put_away_a_larger_log_refuses_to_forget() throws Exception {
        Map<Long, String> vault = new TreeMap<>();
        Copies copies = copies(vault);
        Witness witness = witness();
        Tally tally = new Tally();
        KeepCopies keep = new KeepCopies(witness, memory, copies, tally, CLOCK, said -> {});
        keep.refuseToForget();
        keep.look();
        assertThat(vault).isEmpty();
        cosigned(witness, 0, 7);
        keep.look();
        keep.look();
        assertThat(vault).containsOnlyKeys(7L);
        assertThat(SignedNote.parse(vault.get(7L)).cosignedAt(key.getPublic())).isPresent();
        keep.refuseToForget();

        KeepCopies afterLoss = new KeepCopies(witness(new InMemory()), memory, copies, tally, CLOCK, said -> {});
        assertThatThrownBy(afterLoss::refuseToForget).hasMessageContaining("its state was lost or rolled back");
    }

    private static Copies copies(Map<Long, String> vault) {
        return new Copies() {
            @Override
            public void put(long size, String note) {
                vault.put(size, note);
            }

            @Override
            public Optional<String> larger(long size) {
                return vault.keySet().stream()
                        .filter(held -> held > size)
                        .map(String::valueOf)
                        .findFirst();
            }
        };
    }

    private static final class InMemory implements Memory {
        private String note;

        @Override
        public synchronized Optional<String> kept() {
            return Optional.ofNullable(note);
        }

        @Override
        public synchronized void keep(String newer) {
            note = newer;
        }
    }

    private final Memory memory = new InMemory();

    private Witness witness() throws IOException {
        return witness(memory);
    }

    private Witness witness(Memory remembered) throws IOException {
        Cosigner cosigner = new Cosigner("test/witness", key.getPrivate(), key.getPublic(), CLOCK);
        return new Witness(SmallLog.ORIGIN, List.of(log.publicKey()), cosigner, remembered);
    }

    private String cosigned(Witness witness, int old, int size) throws Exception {
        Answer answer = add(witness, log.request(old, size));
        assertThat(answer).isInstanceOf(Answer.Cosigned.class);
        return ((Answer.Cosigned) answer).line();
    }

    private static Answer add(Witness witness, String body) throws Exception {
        return witness.add(AddCheckpoint.parse(body));
    }

    private static int status(Answer answer) {
        return ((Answer.Refused) answer).status();
    }
}
