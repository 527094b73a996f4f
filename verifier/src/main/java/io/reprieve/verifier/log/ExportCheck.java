package io.reprieve.verifier.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.Sha256;
import io.reprieve.verifier.SignedTree;
import io.reprieve.verifier.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks an export by itself, as {@code GET /events/export?accountId=…} gives it: nothing of it is cut off, and every entry
 * in it is proved to be in the log. What it leaves out only the whole log shows, or an aggregate's numbers.
 */
public final class ExportCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The last line, and what was counted before it. */
    private record Ending(JsonNode closing, long entries, String sha256) {}

    private final SignedTree signed;
    private final Chains chains = new Chains();
    private long before = -1;

    private ExportCheck(SignedTree signed) {
        this.signed = signed;
    }

    /** @param gapless whether every aggregate in it should be there from its first event on, without a gap */
    public static Verdict verify(Path ndjson, LogKeys keys, boolean gapless) throws IOException {
        try {
            Ending ending = ending(ndjson);
            require(
                    ending.closing().path("sha256").asText().equals(ending.sha256()),
                    "its checksum is not that of its lines");
            require(
                    ending.closing().path("entries").asLong() == ending.entries(),
                    "it does not hold as many entries as it says");
            SignedTree tree = keys.believe(ending.closing().path("checkpoint").asText());
            return new ExportCheck(tree).entries(ndjson, ending.entries(), gapless);
        } catch (Tiles.Damaged e) {
            return Verdict.no(e.index(), e.getMessage());
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private static Ending ending(Path ndjson) throws IOException, NotProved {
        MessageDigest digest = Sha256.digest();
        byte[] last = null;
        long lines = 0;
        try (InputStream in = Files.newInputStream(ndjson)) {
            EntryLines read = new EntryLines(in);
            for (List<byte[]> some = read.next(1); !some.isEmpty(); some = read.next(1)) {
                if (last != null) {
                    digest.update(last);
                    digest.update((byte) '\n');
                    lines++;
                }
                last = some.get(0);
            }
        }
        JsonNode closing = last == null ? MissingNode.getInstance() : line(last).path("closing");
        require(closing.isObject(), "it ends without its closing line: it was cut off");
        return new Ending(closing, lines, HexFormat.of().formatHex(digest.digest()));
    }

    private Verdict entries(Path ndjson, long entries, boolean gapless) throws IOException, NotProved {
        try (InputStream in = Files.newInputStream(ndjson)) {
            EntryLines read = new EntryLines(in);
            for (long entry = 0; entry < entries; entry++) {
                check(line(read.next(1).get(0)));
            }
        }
        Finding gap = gapless ? chains.breaks().first().orElse(null) : null;
        if (gap != null) {
            return new Verdict(false, gap.index(), signed.size(), gap.message());
        }
        return new Verdict(
                true,
                -1,
                signed.size(),
                entries + " entries, each of them in the log " + signed.origin() + " of " + signed.size()
                        + (gapless ? "; " + chains.aggregates() + " aggregates without a gap" : ""));
    }

    private void check(JsonNode line) throws IOException, NotProved {
        long index = line.path("index").asLong(-1);
        require(index > before, "after entry " + before + " comes entry " + index);
        before = index;
        byte[] leaf = line.path("leaf").asText().getBytes(StandardCharsets.UTF_8);
        List<byte[]> path = new ArrayList<>();
        for (JsonNode hash : line.path("path")) {
            path.add(hash(hash.asText()));
        }
        if (!MerkleProofs.includes(MerkleProofs.leafHash(leaf), index, signed.size(), path, signed.root())) {
            throw new Tiles.Damaged(index, "entry " + index + " is not proved to be in the log");
        }
        chains.add(index, EventFacts.of(leaf), Chains.sha256(leaf));
    }

    private static byte[] hash(String hex) throws NotProved {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new NotProved("a hash of a path is none");
        }
    }

    private static JsonNode line(byte[] line) throws IOException, NotProved {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new NotProved("a line of the export is not JSON");
        }
    }

    private static void require(boolean holds, String otherwise) throws NotProved {
        if (!holds) {
            throw new NotProved(otherwise);
        }
    }
}
