package io.reprieve.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.ReprieveVerify;
import io.reprieve.verifier.TestLog;
import io.reprieve.verifier.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCheckTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 700})
    void a_whole_log_is_proved_from_its_tiles_and_from_its_lines_at_any_size(int size) throws Exception {
        TestLog log = TestLog.of(size);

        assertThat(tiles(log, log.files())).matches(Verdict::ok, "tiles");
        assertThat(lines(log, log.checkpoint())).matches(Verdict::ok, "lines");
    }

    @Test
    void a_log_of_more_than_two_levels_of_tiles_is_proved() throws Exception {
        TestLog log = TestLog.of(256 * 256 + 300);

        assertThat(tiles(log, log.files())).matches(Verdict::ok);
        assertThat(RangeCheck.verify(TestLog.source(log.files()), log.keys(), 65_530, 65_540))
                .matches(Verdict::ok);
    }

    @Test
    void entries_after_the_checkpoint_do_not_matter() throws Exception {
        TestLog log = TestLog.of(100);
        String checkpoint = log.checkpoint();
        log.leaves.add("{}".getBytes());

        assertThat(lines(log, checkpoint)).matches(Verdict::ok);
    }

    @Test
    void any_range_of_entries_is_proved_alone() throws Exception {
        TestLog log = TestLog.of(700);
        LogSource source = TestLog.source(log.files());
        for (long[] range : new long[][] {{0, 1}, {0, 700}, {255, 257}, {256, 512}, {699, 700}, {300, 600}}) {
            Verdict verdict = RangeCheck.verify(source, log.keys(), range[0], range[1]);
            assertThat(verdict.ok()).as(verdict.message()).isTrue();
        }
    }

    @Test
    void an_altered_entry_is_named_whether_or_not_its_hash_was_altered_with_it() throws Exception {
        TestLog log = TestLog.of(700);
        Map<String, byte[]> files = log.files();
        byte[] altered = log.leaves.get(300);
        altered[altered.length - 5] ^= 1;
        Map<String, byte[]> after = log.files();

        files.put("tile/entries/001", after.get("tile/entries/001"));
        Verdict leafAlone = tiles(log, files);
        assertThat(leafAlone.index()).isEqualTo(300);
        assertThat(leafAlone.message()).contains("entry 300 does not hash to what tile/0/001 holds");
        assertThat(RangeCheck.verify(TestLog.source(files), log.keys(), 290, 310)
                        .index())
                .isEqualTo(300);

        files.put("tile/0/001", after.get("tile/0/001"));
        Verdict withItsHash = tiles(log, files);
        assertThat(withItsHash.index()).isEqualTo(300);
        assertThat(withItsHash.message()).contains("entry 307, names another hash than that of entry 300");

        files.put("tile/1/000.p/2", after.get("tile/1/000.p/2"));
        assertThat(tiles(log, files).index()).isEqualTo(300);
    }

    @Test
    void a_log_that_was_signed_anew_is_found_by_what_was_kept_of_it() throws Exception {
        TestLog log = TestLog.of(600);
        List<String> earlier = new ArrayList<>();
        for (int size = 100; size <= 600; size += 100) {
            earlier.add(log.checkpoint(size));
        }
        log.leaves.set(599, log.leaves.get(599).clone());
        log.leaves.get(599)[10] ^= 1;

        assertThat(tiles(log, log.files())).matches(Verdict::ok, "signed as it is now");
        Verdict verdict =
                LogCheck.verify(TestLog.source(log.files()), log.keys(), kept(log, earlier), Optional.empty());
        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.index()).isEqualTo(500);
        assertThat(verdict.message()).contains("entries 500 to 599 are not those of the checkpoint kept for 600");
    }

    @Test
    void a_log_that_was_rolled_back_is_found_by_what_was_kept_of_it() throws Exception {
        TestLog log = TestLog.of(600);
        List<String> earlier = List.of(log.checkpoint(550));
        log.leaves.subList(500, 600).clear();

        Verdict verdict =
                LogCheck.verify(TestLog.source(log.files()), log.keys(), kept(log, earlier), Optional.empty());

        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.message()).contains("ends with 500 entries; a checkpoint was kept for 550");
    }

    @Test
    void an_entry_missing_from_an_aggregate_is_found_though_the_log_was_signed_without_it() throws Exception {
        TestLog log = TestLog.of(70);
        log.leaves.remove(30);

        Verdict verdict = tiles(log, log.files());

        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.index()).isEqualTo(36);
        assertThat(verdict.message()).contains("prg_3 goes from event 4 to 6");
    }

    @Test
    void an_altered_removed_or_swapped_line_is_found() throws Exception {
        TestLog log = TestLog.of(20);
        String checkpoint = log.checkpoint();
        byte[] taken = log.leaves.remove(7);
        assertThat(lines(log, checkpoint).ok()).isFalse();
        log.leaves.add(8, taken);
        assertThat(lines(log, checkpoint).message()).contains("do not hash to the signed root");
    }

    @Test
    void an_unwitnessed_checkpoint_is_not_believed_where_a_witness_is_asked_for() throws Exception {
        TestLog log = TestLog.of(3);
        var other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        var keys = new LogKeys(List.of(other, log.key.getPublic()), List.of(other));

        Verdict verdict = LogCheck.verify(TestLog.source(log.files()), keys, KeptCheckpoints.none(), Optional.empty());

        assertThat(verdict.message()).contains("not cosigned by witness key 1 of 1");
    }

    @Test
    void an_accounts_export_is_complete_or_it_is_not(@TempDir Path folder) throws Exception {
        TestLog log = TestLog.of(70);
        List<String> own = new ArrayList<>();
        for (int index = 2; index < 70; index += 7) {
            own.add(new String(log.leaves.get(index)));
        }
        assertThat(account(log, folder, own).message()).contains("10 of them of acc_3, as exported");

        List<String> less = new ArrayList<>(own);
        less.remove(4);
        assertThat(account(log, folder, less).index()).isEqualTo(30);
        assertThat(account(log, folder, own.subList(0, 9)).message()).contains("ends before entry 65");
        List<String> more = new ArrayList<>(own);
        more.add(own.get(0));
        assertThat(account(log, folder, more).message()).contains("goes on after the last");
    }

    @Test
    void the_command_line_says_so_by_its_exit_status(@TempDir Path folder) throws Exception {
        TestLog log = TestLog.of(500);
        String key = Files.writeString(folder.resolve("key.pem"), log.pem()).toString();
        String witness = Files.writeString(folder.resolve("witness.pem"), TestLog.pem(log.witness))
                .toString();
        String entries = Files.write(folder.resolve("log.ndjson"), log.lines()).toString();
        String checkpoint =
                Files.writeString(folder.resolve("note"), log.checkpoint()).toString();
        Path mirror = folder.resolve("mirror");
        for (Map.Entry<String, byte[]> file : log.files().entrySet()) {
            Files.createDirectories(mirror.resolve(file.getKey()).getParent());
            Files.write(mirror.resolve(file.getKey()), file.getValue());
        }
        String tiles = mirror.toString();

        assertThat(run("log", entries, checkpoint, key)).isZero();
        assertThat(run("log", entries, checkpoint, key, "--witness", witness)).isZero();
        assertThat(run("log", entries, checkpoint, key, "--witness", key)).isEqualTo(1);
        assertThat(run("log", tiles, key, "--kept", checkpoint, "--account", "acc_1"))
                .isZero();
        assertThat(run("log", tiles, key, "--from", "17")).isZero();
        assertThat(run("log", tiles, key, "--from", "17", "--to", "501")).isEqualTo(2);
        assertThat(run("log", entries, checkpoint, key, "--from", "17")).isEqualTo(2);
        assertThat(run("log", folder.resolve("none").toString(), key)).isEqualTo(2);
        assertThat(run("help")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    private static int run(String... args) {
        var sink = new PrintStream(new ByteArrayOutputStream());
        return ReprieveVerify.run(args, sink, sink);
    }

    private static Verdict tiles(TestLog log, Map<String, byte[]> files) throws Exception {
        return LogCheck.verify(TestLog.source(files), log.keys(), KeptCheckpoints.none(), Optional.empty());
    }

    private static Verdict lines(TestLog log, String checkpoint) throws Exception {
        return LogCheck.verify(
                new ByteArrayInputStream(log.lines()),
                checkpoint,
                log.keys(),
                KeptCheckpoints.none(),
                Optional.empty());
    }

    private static KeptCheckpoints kept(TestLog log, List<String> notes) throws Exception {
        Path folder = Files.createTempDirectory("kept");
        for (String note : notes) {
            Files.writeString(folder.resolve(String.valueOf(Arrays.hashCode(note.getBytes()))), note);
        }
        return KeptCheckpoints.in(folder, log.keys());
    }

    private static Verdict account(TestLog log, Path folder, List<String> lines) throws Exception {
        Path file = Files.write(folder.resolve("export.ndjson"), lines);
        try (var entries = new AccountEntries("acc_3", AccountExport.open(file))) {
            return LogCheck.verify(
                    TestLog.source(log.files()), log.keys(), KeptCheckpoints.none(), Optional.of(entries));
        }
    }
}
