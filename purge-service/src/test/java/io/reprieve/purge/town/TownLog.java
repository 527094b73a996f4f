package io.reprieve.purge.town;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.Json;
import io.reprieve.edge.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** audit-service, as far as a purge needs it: every event proved in a tree of its own, of size one. */
final class TownLog {
    private static final String ORIGIN = "reprieve.test/log";
    private static final int RAW_KEY = 32;

    private final Map<String, byte[]> leaves = new LinkedHashMap<>();
    private final PrivateKey key;

    TownLog(Path keys) {
        this.key = Ed25519Pem.privateKey(keys.resolve("audit.key"));
    }

    synchronized JsonNode append(byte[] lines) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
            byte[] leaf = line.getBytes(StandardCharsets.UTF_8);
            String id = Json.parse(line).path("id").asText();
            leaves.putIfAbsent(id, leaf);
            items.addObject().put("id", id).put("index", new ArrayList<>(leaves.keySet()).indexOf(id));
        }
        return answer.put("treeSize", leaves.size());
    }

    synchronized JsonNode proof(String id) {
        byte[] leaf = leaves.get(id);
        if (leaf == null) {
            return null;
        }
        ObjectNode proof = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("index", 0)
                .put("treeSize", 1)
                .put("checkpoint", checkpoint(leafHash(leaf)))
                .put("leaf", Base64.getEncoder().encodeToString(leaf));
        proof.putArray("path");
        return proof;
    }

    /** The events of one aggregate, in the order they arrived. */
    synchronized List<JsonNode> of(String subject) {
        return leaves.values().stream()
                .map(leaf -> Json.parse(new String(leaf, StandardCharsets.UTF_8)))
                .filter(event -> subject.equals(event.path("subject").asText()))
                .toList();
    }

    private static byte[] leafHash(byte[] leaf) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(leaf);
        return Sha256.of(bytes.toByteArray());
    }

    private String checkpoint(byte[] root) {
        try {
            String text = ORIGIN + "\n1\n" + Base64.getEncoder().encodeToString(root) + "\n";
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] encoded = Ed25519Pem.publicKeyOf(key).getEncoded();
            ByteArrayOutputStream named = new ByteArrayOutputStream();
            named.writeBytes((ORIGIN + "\n").getBytes(StandardCharsets.UTF_8));
            named.write(1);
            named.writeBytes(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes(Arrays.copyOf(Sha256.of(named.toByteArray()), 4));
            signed.writeBytes(signature.sign());
            return text + "\n\u2014 " + ORIGIN + " " + Base64.getEncoder().encodeToString(signed.toByteArray()) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
