package io.reprieve.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Checks a whole log from its entries: they hash to the signed root, and every aggregate's events are all there, in
 * order, each naming the hash of the one before.
 */
public final class LogCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Last(long seq, String sha256) {}

    private final Map<String, Last> chains = new HashMap<>();
    private final RunningRoot tree = new RunningRoot();

    private LogCheck() {}

    /**
     * Reads entries, one a line, as many as the checkpoint covers; what follows is not looked at.
     *
     * @param checkpoint signed note
     */
    public static Verdict verify(InputStream entries, String checkpoint, PublicKey logKey) throws IOException {
        try {
            SignedTree signed = SignedTree.of(checkpoint, logKey);
            return new LogCheck().check(entries, signed);
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private Verdict check(InputStream entries, SignedTree signed) throws IOException, NotProved {
        String broken = null;
        long brokenAt = -1;
        var line = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; tree.leaves() < signed.size() && (read = entries.read(buffer)) >= 0; ) {
            int from = 0;
            for (int at = 0; at < read && tree.leaves() < signed.size(); at++) {
                if (buffer[at] == '\n') {
                    line.write(buffer, from, at - from);
                    from = at + 1;
                    String problem = take(line.toByteArray());
                    if (problem != null && broken == null) {
                        broken = problem;
                        brokenAt = tree.leaves() - 1;
                    }
                    line.reset();
                }
            }
            line.write(buffer, from, read - from);
        }
        if (tree.leaves() != signed.size()) {
            throw new NotProved("the checkpoint covers " + signed.size() + " entries, here are " + tree.leaves());
        }
        if (!Arrays.equals(tree.root(), signed.root())) {
            throw new NotProved("the entries do not hash to the signed root");
        }
        if (broken != null) {
            return new Verdict(false, brokenAt, signed.size(), "entry " + brokenAt + ": " + broken);
        }
        return new Verdict(
                true,
                -1,
                signed.size(),
                "all " + signed.size() + " entries of the log " + signed.origin() + ", and " + chains.size()
                        + " aggregates without a gap");
    }

    // What is wrong with the entry's place in its aggregate's chain; null when nothing is.
    private String take(byte[] entry) throws IOException {
        tree.add(MerkleProofs.leafHash(entry));
        JsonNode event = JSON.readTree(entry);
        String aggregate =
                event.path("source").asText() + " " + event.path("subject").asText();
        long seq = event.path("data").path("subjectSeq").asLong();
        String prev = event.path("data").path("prev").textValue();
        Last before = chains.getOrDefault(aggregate, new Last(0, null));
        chains.put(aggregate, new Last(seq, sha256(entry)));
        if (seq != before.seq() + 1) {
            return aggregate + " goes from event " + before.seq() + " to " + seq;
        }
        if (prev == null ? before.sha256() != null : !prev.equals(before.sha256())) {
            return aggregate + " #" + seq + " does not name the hash of the event before it";
        }
        return null;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
