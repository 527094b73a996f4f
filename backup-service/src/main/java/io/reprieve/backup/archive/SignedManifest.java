package io.reprieve.backup.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * The envelope a manifest lies in: DSSE v1 (github.com/secure-systems-lab/dsse) with one Ed25519 signature over the exact bytes, so
 * that nothing has to be canonicalised to check it.
 */
public final class SignedManifest {

    static final String TYPE = "application/vnd.reprieve.manifest+json";
    /** A manifest names every object, and lies in its envelope as one text: of many megabytes where there are 100,000. */
    static final JsonFactory LONG_TEXTS = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(1 << 30).build())
            .build();

    private static final ObjectMapper JSON = new ObjectMapper(LONG_TEXTS);

    private SignedManifest() {}

    /**
     * @param manifest the manifest's bytes
     * @param key the service's private key
     * @param keyId first 16 hex digits of the SHA-256 of its public key's SPKI
     * @return the envelope's bytes
     */
    public static byte[] seal(byte[] manifest, PrivateKey key, String keyId) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(preAuthentication(TYPE, manifest));
            Base64.Encoder base64 = Base64.getEncoder();
            ObjectNode envelope = JSON.createObjectNode();
            envelope.put("payloadType", TYPE).put("payload", base64.encodeToString(manifest));
            envelope.putArray("signatures")
                    .addObject()
                    .put("keyid", keyId)
                    .put("sig", base64.encodeToString(signer.sign()));
            return JSON.writeValueAsBytes(envelope);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the manifest cannot be signed", e);
        }
    }

    /**
     * @param envelope what {@link #seal} returned, from wherever it was kept
     * @param keys pinned public keys: the present one and those before it
     * @return the manifest's bytes, whose signature holds
     * @throws ArchiveDamaged when it does not
     */
    public static byte[] open(byte[] envelope, List<PublicKey> keys) throws ArchiveDamaged {
        try {
            JsonNode root = JSON.readTree(envelope);
            byte[] manifest = Base64.getDecoder().decode(root.path("payload").asText());
            for (JsonNode signature : root.path("signatures")) {
                byte[] sig = Base64.getDecoder().decode(signature.path("sig").asText());
                for (PublicKey key : keys) {
                    if (TYPE.equals(root.path("payloadType").asText()) && signed(manifest, sig, key)) {
                        return manifest;
                    }
                }
            }
            throw new ArchiveDamaged(
                    Damage.MANIFEST_ALTERED,
                    "the manifest's signature does not hold: altered, or signed by another key");
        } catch (ArchiveDamaged e) {
            throw e;
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw new ArchiveDamaged(Damage.MANIFEST_ALTERED, "the manifest's envelope cannot be read");
        }
    }

    private static boolean signed(byte[] manifest, byte[] sig, PublicKey key)
            throws GeneralSecurityException, IOException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(preAuthentication(TYPE, manifest));
        return verifier.verify(sig);
    }

    private static byte[] preAuthentication(String type, byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        out.write(
                ("DSSEv1 " + typeBytes.length + " " + type + " " + body.length + " ").getBytes(StandardCharsets.UTF_8));
        out.write(body);
        return out.toByteArray();
    }
}
