package io.reprieve.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckTest {
    @Test
    void a_whole_log_is_proved_and_entries_after_the_checkpoint_do_not_matter() throws Exception {
        var log = new TestLog(100);
        String checkpoint = log.checkpoint();
        log.leaves.add("{}".getBytes());

        assertThat(check(log, checkpoint).ok()).isTrue();
    }

    @Test
    void an_altered_removed_or_swapped_entry_is_found() throws Exception {
        var log = new TestLog(20);
        String checkpoint = log.checkpoint();
        byte[] taken = log.leaves.remove(7);
        assertThat(check(log, checkpoint).message()).contains("covers 20 entries, here are 19");
        log.leaves.add(8, taken);
        assertThat(check(log, checkpoint).message()).contains("do not hash to the signed root");
    }

    @Test
    void an_entry_missing_from_an_aggregate_is_found_though_the_log_was_signed_without_it() throws Exception {
        var log = new TestLog(20);
        log.leaves.remove(7);

        Verdict verdict = check(log, log.checkpoint());

        assertThat(verdict.ok()).isFalse();
        assertThat(verdict.index()).isEqualTo(7);
        assertThat(verdict.message()).contains("prg_1 goes from event 7 to 9");
    }

    @Test
    void the_command_line_says_so_by_its_exit_status(@TempDir Path folder) throws Exception {
        var log = new TestLog(5);
        Path key = Files.writeString(folder.resolve("key.pem"), log.pem());
        Path proof =
                Files.writeString(folder.resolve("proof.json"), log.proof(2).toString());
        Path forged = Files.writeString(
                folder.resolve("forged.json"), log.proof(2).put("index", 1).toString());
        Path entries = Files.write(folder.resolve("log.ndjson"), log.lines());
        Path checkpoint = Files.writeString(folder.resolve("checkpoint"), log.checkpoint());

        assertThat(run("entry", proof, key)).isZero();
        assertThat(run("entry", forged, key)).isEqualTo(1);
        assertThat(run("entry", folder.resolve("none"), key)).isEqualTo(2);
        assertThat(run("log", entries, checkpoint, key)).isZero();
        assertThat(run("help")).isEqualTo(2);
    }

    private static int run(String command, Path... files) {
        String[] args = new String[files.length + 1];
        args[0] = command;
        for (int i = 0; i < files.length; i++) {
            args[i + 1] = files[i].toString();
        }
        var sink = new PrintStream(new ByteArrayOutputStream());
        return ReprieveVerify.run(args, sink, sink);
    }

    private static Verdict check(TestLog log, String checkpoint) throws Exception {
        return LogCheck.verify(new ByteArrayInputStream(log.lines()), checkpoint, log.key.getPublic());
    }
}
