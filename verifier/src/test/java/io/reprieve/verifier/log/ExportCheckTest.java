package io.reprieve.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.TestLog;
import io.reprieve.verifier.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void an_export_is_proved_entry_by_entry_and_gapless_where_it_is() throws Exception {
        TestLog log = TestLog.of(70);

        assertThat(check(log, exported(log, 2, 7, 70), true).message())
                .contains("10 entries, each of them in the log test/log of 70; 1 aggregates without a gap");
        assertThat(check(log, exported(log, 0, 10, 70), false)).matches(Verdict::ok);
    }

    @Test
    void what_was_cut_off_altered_swapped_or_left_out_is_found() throws Exception {
        TestLog log = TestLog.of(70);
        List<String> whole = exported(log, 2, 7, 70);

        assertThat(check(log, whole.subList(0, 9), false).message()).contains("it was cut off");
        List<String> less = new ArrayList<>(whole);
        less.remove(3);
        assertThat(check(log, less, false).message()).contains("its checksum");
        assertThat(check(log, closed(log, less.subList(0, 9)), false)).matches(Verdict::ok);
        Verdict gap = check(log, closed(log, less.subList(0, 9)), true);
        assertThat(gap.index()).isEqualTo(30);
        assertThat(gap.message()).contains("prg_3 goes from event 3 to 5");
        List<String> altered = new ArrayList<>(whole.subList(0, 10));
        altered.set(4, altered.get(4).replace("SUCCESS", "FAILURE"));
        assertThat(check(log, closed(log, altered), false).index()).isEqualTo(30);
        List<String> swapped = new ArrayList<>(whole.subList(0, 10));
        swapped.set(4, whole.get(5));
        swapped.set(5, whole.get(4));
        assertThat(check(log, closed(log, swapped), false).message()).contains("after entry 37 comes entry 30");
    }

    private Verdict check(TestLog log, List<String> lines, boolean gapless) throws Exception {
        Path file = Files.writeString(folder.resolve("export.ndjson"), String.join("\n", lines) + "\n");
        return ExportCheck.verify(file, log.keys(), gapless);
    }

    private static List<String> exported(TestLog log, int from, int step, int size) throws Exception {
        List<byte[]> hashes = log.leaves.stream().map(MerkleProofs::leafHash).toList();
        List<String> lines = new ArrayList<>();
        for (int index = from; index < size; index += step) {
            ObjectNode line = JSON.createObjectNode()
                    .put("index", index)
                    .put("leafHash", HexFormat.of().formatHex(hashes.get(index)));
            var path = line.putArray("path");
            path(index, hashes).forEach(hash -> path.add(HexFormat.of().formatHex(hash)));
            line.put("leaf", new String(log.leaves.get(index), StandardCharsets.UTF_8));
            lines.add(line.toString());
        }
        return closed(log, lines);
    }

    private static List<String> closed(TestLog log, List<String> entries) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String entry : entries) {
            digest.update((entry + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode closing = JSON.createObjectNode();
        closing.putObject("closing")
                .put("entries", entries.size())
                .put("treeSize", log.leaves.size())
                .put("sha256", HexFormat.of().formatHex(digest.digest()))
                .put("checkpoint", log.checkpoint());
        List<String> lines = new ArrayList<>(entries);
        lines.add(closing.toString());
        return lines;
    }

    // RFC 6962, 2.1.1: PATH(m, D[n])
    private static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = Integer.highestOneBit(d.size() - 1);
        List<byte[]> left = d.subList(0, k);
        List<byte[]> right = d.subList(k, d.size());
        List<byte[]> path = new ArrayList<>(m < k ? path(m, left) : path(m - k, right));
        path.add(MerkleProofs.root(m < k ? right : left));
        return path;
    }
}
