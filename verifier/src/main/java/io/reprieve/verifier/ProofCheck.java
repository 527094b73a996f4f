package io.reprieve.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Checks what the audit log answers when asked for the proof of an entry; needs its public key and nothing else. */
public final class ProofCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProofCheck() {}

    /**
     * Does this proof show that its entry lies in the log that this key signs? Checked: the leaf hash is of the leaf's
     * bytes, the event in them bears the id asked for, the path leads to the checkpoint's root, the key signed the
     * checkpoint. Never throws.
     *
     * @param proofJson the answer of {@code GET /api/v1/events/{id}/proof}
     */
    public static Verdict verify(String proofJson, PublicKey logKey) {
        return verify(proofJson, LogKeys.of(logKey));
    }

    /** As {@link #verify(String, PublicKey)}, relying on several keys of the log, or on its witnesses too. */
    public static Verdict verify(String proofJson, LogKeys keys) {
        try {
            return check(JSON.readTree(proofJson), keys);
        } catch (JsonProcessingException e) {
            return Verdict.no("the proof is not JSON");
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            return Verdict.no("the proof cannot be read: " + e.getMessage());
        }
    }

    private static Verdict check(JsonNode proof, LogKeys keys) throws NotProved, IOException {
        long index = number(proof, "index");
        long size = number(proof, "treeSize");
        byte[] leaf = Base64.getDecoder().decode(text(proof, "leaf"));
        byte[] leafHash = HexFormat.of().parseHex(text(proof, "leafHash"));
        if (!Arrays.equals(MerkleProofs.leafHash(leaf), leafHash)) {
            throw new NotProved("the leaf hash is not that of the leaf");
        }
        String id = text(proof, "id");
        if (!id.equals(JSON.readTree(leaf).path("id").textValue())) {
            throw new NotProved("the leaf is not the event " + id);
        }
        SignedTree tree = keys.believe(text(proof, "checkpoint"));
        if (tree.size() != size) {
            throw new NotProved("the proof is for " + size + " entries, its checkpoint for " + tree.size());
        }
        List<byte[]> path = new ArrayList<>();
        for (JsonNode hash : proof.path("path")) {
            path.add(HexFormat.of().parseHex(hash.asText()));
        }
        if (!MerkleProofs.includes(leafHash, index, size, path, tree.root())) {
            throw new NotProved("the path does not lead to the signed root");
        }
        return new Verdict(
                true, index, size, id + " is entry " + index + " of " + size + " in the log " + tree.origin());
    }

    private static long number(JsonNode proof, String name) throws NotProved {
        if (!proof.path(name).canConvertToLong() || !proof.path(name).isIntegralNumber()) {
            throw new NotProved("the proof lacks " + name);
        }
        return proof.path(name).longValue();
    }

    private static String text(JsonNode proof, String name) throws NotProved {
        if (!proof.path(name).isTextual()) {
            throw new NotProved("the proof lacks " + name);
        }
        return proof.path(name).textValue();
    }
}
