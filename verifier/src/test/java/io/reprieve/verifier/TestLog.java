package io.reprieve.verifier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A log of a few events, written straight from the definitions. */
final class TestLog {
    static final ObjectMapper JSON = new ObjectMapper();

    final KeyPair key;
    final List<byte[]> leaves = new ArrayList<>();

    TestLog(int entries) throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String prev = null;
        for (int seq = 1; seq <= entries; seq++) {
            ObjectNode event = JSON.createObjectNode()
                    .put("id", "evt_" + seq)
                    .put("source", "/purge-service")
                    .put("subject", "prg_1");
            event.putObject("data").put("subjectSeq", seq).put("prev", prev);
            byte[] leaf = JSON.writeValueAsBytes(event);
            leaves.add(leaf);
            prev = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf));
        }
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

    String checkpoint() throws Exception {
        byte[] root =
                MerkleProofs.root(leaves.stream().map(MerkleProofs::leafHash).toList());
        String text = "test/log\n" + leaves.size() + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("test/log\n\u0001".getBytes(StandardCharsets.UTF_8));
        byte[] x509 = key.getPublic().getEncoded();
        digest.update(x509, x509.length - 32, 32);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        var signed = new ByteArrayOutputStream();
        signed.write(digest.digest(), 0, 4);
        signed.writeBytes(signature.sign());
        return text + "\n\u2014 test/log " + Base64.getEncoder().encodeToString(signed.toByteArray()) + "\n";
    }

    byte[] lines() {
        var out = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            out.writeBytes(leaf);
            out.write('\n');
        }
        return out.toByteArray();
    }

    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
    }
}
