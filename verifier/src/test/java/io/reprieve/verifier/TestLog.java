package io.reprieve.verifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.verifier.log.LogSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log of a few events of several aggregates, written straight from the definitions. */
public final class TestLog {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int AGGREGATES = 7;

    public final KeyPair key;
    public final KeyPair witness;
    public final List<byte[]> leaves = new ArrayList<>();

    /** Of one aggregate. */
    TestLog(int entries) throws Exception {
        this(entries, 1);
    }

    private TestLog(int entries, int aggregates) throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        witness = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Map<Integer, String> prev = new HashMap<>();
        for (int entry = 0; entry < entries; entry++) {
            int aggregate = entry % aggregates;
            ObjectNode event = JSON.createObjectNode()
                    .put("id", "evt_" + (entry + 1))
                    .put("source", "/purge-service")
                    .put("subject", "prg_" + (aggregate + 1))
                    .put("accountid", "acc_" + (aggregate + 1));
            event.putObject("data")
                    .put("subjectSeq", entry / aggregates + 1)
                    .put("prev", prev.get(aggregate))
                    .put("outcome", "SUCCESS");
            byte[] leaf = JSON.writeValueAsBytes(event);
            leaves.add(leaf);
            prev.put(
                    aggregate,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf)));
        }
    }

    /** Of several aggregates, each of an account of its own. */
    public static TestLog of(int entries) throws Exception {
        return new TestLog(entries, AGGREGATES);
    }

    public LogKeys keys() {
        return new LogKeys(List.of(key.getPublic()), List.of(witness.getPublic()));
    }

    ObjectNode proof(int index) throws Exception {
        List<byte[]> hashes = leaves.stream().map(MerkleProofs::leafHash).toList();
        ObjectNode proof = JSON.createObjectNode()
                .put("id", "evt_" + (index + 1))
                .put("index", index)
                .put("treeSize", leaves.size())
                .put("leafHash", HexFormat.of().formatHex(hashes.get(index)))
                .put("checkpoint", checkpoint())
                .put("leaf", Base64.getEncoder().encodeToString(leaves.get(index)));
        ArrayNode path = proof.putArray("path");
        path(index, hashes, path);
        return proof;
    }

    private static void path(int index, List<byte[]> hashes, ArrayNode path) {
        if (hashes.size() > 1) {
            int split = Integer.highestOneBit(hashes.size() - 1);
            List<byte[]> left = hashes.subList(0, split);
            List<byte[]> right = hashes.subList(split, hashes.size());
            path(index < split ? index : index - split, index < split ? left : right, path);
            path.add(HexFormat.of().formatHex(MerkleProofs.root(index < split ? right : left)));
        }
    }

    /** Signed and cosigned. */
    public String checkpoint() throws Exception {
        return checkpoint(leaves.size());
    }

    /** Of the log as it was when it had this many entries. */
    public String checkpoint(int size) throws Exception {
        byte[] root = MerkleProofs.root(
                leaves.subList(0, size).stream().map(MerkleProofs::leafHash).toList());
        String text = "test/log\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        long second = 1_700_000_000L + size;
        return text + "\n" + line("test/log", key, (byte) 1, new byte[0], text)
                + line(
                        "test/witness",
                        witness,
                        (byte) 4,
                        ByteBuffer.allocate(8).putLong(second).array(),
                        "cosignature/v1\ntime " + second + "\n" + text);
    }

    private static String line(String name, KeyPair key, byte type, byte[] before, String message) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(type);
        byte[] x509 = key.getPublic().getEncoded();
        digest.update(x509, x509.length - 32, 32);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(message.getBytes(StandardCharsets.UTF_8));
        var signed = new ByteArrayOutputStream();
        signed.write(digest.digest(), 0, 4);
        signed.writeBytes(before);
        signed.writeBytes(signature.sign());
        return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(signed.toByteArray()) + "\n";
    }

    public byte[] lines() {
        var out = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            out.writeBytes(leaf);
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** As tlog-tiles lays it out: {@code checkpoint}, {@code tile/entries/…}, {@code tile/L/…}. */
    public Map<String, byte[]> files() throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("checkpoint", checkpoint().getBytes(StandardCharsets.UTF_8));
        List<byte[]> hashes = leaves.stream().map(MerkleProofs::leafHash).toList();
        List<byte[]> bundled = leaves.stream()
                .map(leaf -> {
                    byte[] named =
                            Arrays.copyOf(new byte[] {(byte) (leaf.length >> 8), (byte) leaf.length}, leaf.length + 2);
                    System.arraycopy(leaf, 0, named, 2, leaf.length);
                    return named;
                })
                .toList();
        put(files, "tile/entries/", bundled);
        for (int level = 0; !hashes.isEmpty(); level++) {
            put(files, "tile/" + level + "/", hashes);
            List<byte[]> below = hashes;
            List<byte[]> above = new ArrayList<>();
            for (int tile = 0; tile < below.size() / 256; tile++) {
                above.add(MerkleProofs.root(below.subList(tile * 256, tile * 256 + 256)));
            }
            hashes = above;
        }
        return files;
    }

    private static void put(Map<String, byte[]> files, String folder, List<byte[]> pieces) {
        for (int tile = 0; tile * 256 < pieces.size(); tile++) {
            List<byte[]> some = pieces.subList(tile * 256, Math.min(pieces.size(), tile * 256 + 256));
            var bytes = new ByteArrayOutputStream();
            some.forEach(bytes::writeBytes);
            files.put(
                    folder + String.format("%03d", tile) + (some.size() < 256 ? ".p/" + some.size() : ""),
                    bytes.toByteArray());
        }
    }

    /** A log that lies in these files. */
    public static LogSource source(Map<String, byte[]> files) {
        return new LogSource() {
            @Override
            public String checkpoint() {
                return new String(files.get("checkpoint"), StandardCharsets.UTF_8);
            }

            @Override
            public Optional<byte[]> file(String path) {
                return Optional.ofNullable(files.get(path));
            }
        };
    }

    public String pem() {
        return pem(key);
    }

    public static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
