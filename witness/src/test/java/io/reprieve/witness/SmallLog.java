package io.reprieve.witness;

import io.reprieve.verifier.MerkleProofs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A log whose entries are its name and their numbers, with proofs straight from RFC 6962. */
final class SmallLog {
    static final String ORIGIN = "test/log";

    private final String name;
    private final KeyPair key;

    SmallLog(String name) {
        this(name, ed25519());
    }

    private SmallLog(String name, KeyPair key) {
        this.name = name;
        this.key = key;
    }

    /** Another log with the same key: what a fork is. */
    SmallLog forked() {
        return new SmallLog(name + "'", key);
    }

    static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PublicKey publicKey() {
        return key.getPublic();
    }

    /** The body of {@code POST /add-checkpoint}. */
    String request(int old, int size) {
        return "old " + old + "\n"
                + proof(old, hashes(size), true).stream()
                        .map(hash -> Base64.getEncoder().encodeToString(hash) + "\n")
                        .collect(Collectors.joining())
                + "\n" + checkpoint(size);
    }

    String checkpoint(int size) {
        return note(ORIGIN, size, key);
    }

    String note(String origin, int size, KeyPair signer) {
        String text = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(MerkleProofs.root(hashes(size)))
                + "\n";
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((origin + "\n\u0001").getBytes(StandardCharsets.UTF_8));
            byte[] x509 = signer.getPublic().getEncoded();
            digest.update(x509, x509.length - 32, 32);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signer.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] line = ByteBuffer.allocate(68)
                    .put(digest.digest(), 0, 4)
                    .put(signature.sign())
                    .array();
            return text + "\n\u2014 " + origin + " " + Base64.getEncoder().encodeToString(line) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<byte[]> hashes(int size) {
        List<byte[]> hashes = new ArrayList<>();
        for (int entry = 0; entry < size; entry++) {
            // A fork shares its first five entries with the log it left.
            String of = entry < 5 ? name.replace("'", "") : name;
            hashes.add(MerkleProofs.leafHash((of + " " + entry).getBytes(StandardCharsets.UTF_8)));
        }
        return hashes;
    }

    // RFC 6962, 2.1.2: SUBPROOF(m, D[n], b)
    private static List<byte[]> proof(int m, List<byte[]> d, boolean whole) {
        if (m == 0 || m == d.size()) {
            return whole ? List.of() : List.of(MerkleProofs.root(d));
        }
        int k = Integer.highestOneBit(d.size() - 1);
        List<byte[]> left = d.subList(0, k);
        List<byte[]> right = d.subList(k, d.size());
        List<byte[]> proof = new ArrayList<>(m <= k ? proof(m, left, whole) : proof(m - k, right, false));
        proof.add(MerkleProofs.root(m <= k ? right : left));
        return proof;
    }
}
