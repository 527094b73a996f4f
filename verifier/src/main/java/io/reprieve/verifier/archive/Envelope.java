package io.reprieve.verifier.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** The signed envelope a manifest lies in: DSSE v1 (github.com/secure-systems-lab/dsse) with Ed25519. */
final class Envelope {
    private static final String TYPE = "application/vnd.reprieve.manifest+json";

    private Envelope() {}

    /**
     * @param bytes of {@code manifest.json}
     * @param keys any of which may have signed it
     * @return what was signed
     */
    static byte[] open(byte[] bytes, List<PublicKey> keys) throws NotProved {
        try {
            JsonNode envelope = Json.MAPPER.readTree(bytes);
            byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
            for (JsonNode signature : envelope.path("signatures")) {
                byte[] sig = Base64.getDecoder().decode(signature.path("sig").asText());
                if (TYPE.equals(envelope.path("payloadType").asText()) && anySigned(keys, payload, sig)) {
                    return payload;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new NotProved("manifest.json is no signed envelope: it cannot be read");
        }
        throw new NotProved("the manifest's signature does not hold: altered, or signed by another key than given");
    }

    private static boolean anySigned(List<PublicKey> keys, byte[] payload, byte[] sig) {
        return keys.stream().anyMatch(key -> signed(key, payload, sig));
    }

    private static boolean signed(PublicKey key, byte[] payload, byte[] sig) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ")
                    .getBytes(StandardCharsets.UTF_8));
            check.update(payload);
            return check.verify(sig);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
