package io.reprieve.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.IntegrityException;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.JoseException;

/**
 * Statements one service signs and another checks against a pinned key: JWS compact serialization (RFC 7515) with
 * EdDSA over Ed25519 (RFC 8037), explicitly typed (RFC 8725 section 3.11).
 */
public final class SignedTokens {
    private static final AlgorithmConstraints ONLY_EDDSA =
            new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA);
    private static final int MAX_LENGTH = 1 << 20;
    /** 64 bytes in the one base64url spelling they have, so that a token has one text and one digest. */
    private static final Pattern SIGNATURE = Pattern.compile(".*\\.[A-Za-z0-9_-]{85}[AQgw]", Pattern.DOTALL);

    private SignedTokens() {}

    /**
     * A signer.
     *
     * @param pem PKCS#8 PEM file of an Ed25519 private key
     * @throws IllegalArgumentException naming the path, never the key, when it is not one
     */
    public static Signer signer(Path pem, String issuer) {
        return new Signer(Ed25519Pem.privateKey(pem), issuer, Clock.systemUTC());
    }

    /** A verifier that trusts one key (X.509 PEM file of an Ed25519 public key), one issuer and one audience. */
    public static Verifier verifier(Path pem, String issuer, String audience) {
        return verifier(pem, issuer, audience, Clock.systemUTC());
    }

    /** The same, by another clock. */
    public static Verifier verifier(Path pem, String issuer, String audience, Clock clock) {
        return new Verifier(Ed25519Pem.publicKey(pem), issuer, audience, clock);
    }

    /** A verifier of what this signer says to one audience: a service that reads its own statements again. */
    public static Verifier verifierOf(Signer signer, String audience) {
        return new Verifier(signer.publicKey, signer.issuer, audience, signer.clock);
    }

    /** Signs in the name of one issuer. */
    public static final class Signer {
        private final PrivateKey key;
        private final PublicKey publicKey;
        private final String kid;
        private final String issuer;
        private final Clock clock;

        private Signer(PrivateKey key, String issuer, Clock clock) {
            this.key = key;
            this.publicKey = Ed25519Pem.publicKeyOf(key);
            this.kid = Ed25519Pem.kid(publicKey);
            this.issuer = issuer;
            this.clock = clock;
        }

        /** The same signer by another clock. */
        public Signer withClock(Clock other) {
            return new Signer(key, issuer, other);
        }

        /** First 16 hex digits of the SHA-256 of the public key's SubjectPublicKeyInfo. */
        public String kid() {
            return kid;
        }

        /** The key others pin. */
        public PublicKey publicKey() {
            return publicKey;
        }

        /**
         * Signs claims; {@code iss}, {@code iat} and {@code exp} are set here, {@code jti} when there is none.
         *
         * @param typ the explicit type, as in {@code reprieve-receipt+jwt}
         * @param claims an object (or a map or record) with {@code aud}; {@code nbf}, if any, in seconds
         * @return the compact form
         */
        public String sign(String typ, Object claims, Duration ttl) {
            if (!(Json.tree(claims) instanceof ObjectNode given) || !given.hasNonNull("aud")) {
                throw new IllegalArgumentException("claims are an object with an aud");
            }
            ObjectNode all = given.deepCopy();
            Instant now = clock.instant();
            all.put("iss", issuer);
            all.put("iat", now.getEpochSecond());
            all.put("exp", now.plus(ttl).getEpochSecond());
            if (!all.hasNonNull("jti")) {
                all.put("jti", UUID.randomUUID().toString());
            }
            if (all.has("nbf") && !all.get("nbf").isIntegralNumber()) {
                throw new IllegalArgumentException("nbf is a number of seconds");
            }
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(ONLY_EDDSA);
            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
            jws.setHeader("typ", typ);
            jws.setKeyIdHeaderValue(kid);
            jws.setPayload(Json.canonical(all));
            jws.setKey(key);
            try {
                return jws.getCompactSerialization();
            } catch (JoseException e) {
                throw new IllegalStateException("cannot sign " + typ, e);
            }
        }
    }

    /** Checks what one issuer says to one audience. */
    public static final class Verifier {
        private final PublicKey key;
        private final String kid;
        private final String issuer;
        private final String audience;
        private final Clock clock;

        private Verifier(PublicKey key, String issuer, String audience, Clock clock) {
            this.key = key;
            this.kid = Ed25519Pem.kid(key);
            this.issuer = issuer;
            this.audience = audience;
            this.clock = clock;
        }

        /** {@link #verify(String, String, Instant)} at this verifier's clock. */
        public JsonNode verify(String typ, String compact) {
            return verify(typ, compact, clock.instant());
        }

        /**
         * The claims, if everything holds: algorithm, type, key, signature, issuer, audience, {@code nbf <= at < exp}.
         *
         * @param at the time that decides, as the database tells it
         * @throws InvalidSignedToken when anything does not
         */
        public JsonNode verify(String typ, String compact, Instant at) {
            JsonNode claims = claims(signed(typ, compact));
            if (!claims.path("iss").isTextual()
                    || !issuer.equals(claims.path("iss").textValue())) {
                throw new InvalidSignedToken("token-issuer", "Issued by another than " + issuer + ".");
            }
            if (!names(claims.path("aud"))) {
                throw new InvalidSignedToken("token-audience", "Not meant for " + audience + ".");
            }
            if (!claims.path("exp").isIntegralNumber()
                    || at.getEpochSecond() >= claims.path("exp").longValue()) {
                throw new InvalidSignedToken("token-expired", "Expired.");
            }
            if (claims.has("nbf")
                    && (!claims.path("nbf").isIntegralNumber()
                            || at.getEpochSecond() < claims.path("nbf").longValue())) {
                throw new InvalidSignedToken("token-not-yet-valid", "Not valid yet.");
            }
            return claims;
        }

        private String signed(String typ, String compact) {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(ONLY_EDDSA);
            try {
                if (compact == null || compact.length() > MAX_LENGTH) {
                    throw new InvalidSignedToken("token-malformed", "Not a signed token.");
                }
                jws.setCompactSerialization(compact);
                if (!AlgorithmIdentifiers.EDDSA.equals(jws.getAlgorithmHeaderValue())) {
                    throw new InvalidSignedToken("token-algorithm", "Signed with another algorithm than EdDSA.");
                }
                if (!SIGNATURE.matcher(compact).matches()) {
                    throw new InvalidSignedToken("token-signature", "The signature does not hold.");
                }
                if (!typ.equals(jws.getHeader("typ"))) {
                    throw new InvalidSignedToken("token-type", "Not of type " + typ + ".");
                }
                if (!kid.equals(jws.getKeyIdHeaderValue())) {
                    throw new InvalidSignedToken("token-key-unknown", "Signed with a key that is not pinned here.");
                }
                jws.setKey(key);
                // Throws when the signature does not hold, so that unverified bytes are never handed on.
                return jws.getPayload();
            } catch (InvalidAlgorithmException e) {
                throw new InvalidSignedToken("token-algorithm", "Signed with another algorithm than EdDSA.");
            } catch (IntegrityException e) {
                throw new InvalidSignedToken("token-signature", "The signature does not hold.");
            } catch (JoseException e) {
                throw new InvalidSignedToken("token-malformed", "Not a signed token.");
            }
        }

        private static JsonNode claims(String payload) {
            try {
                JsonNode claims = Json.parse(payload);
                if (claims.isObject()) {
                    return claims;
                }
            } catch (IllegalArgumentException e) {
                throw new InvalidSignedToken("token-malformed", "Its claims are not a JSON object.");
            }
            throw new InvalidSignedToken("token-malformed", "Its claims are not a JSON object.");
        }

        private boolean names(JsonNode aud) {
            if (aud.isTextual()) {
                return audience.equals(aud.textValue());
            }
            for (JsonNode one : aud) {
                if (one.isTextual() && audience.equals(one.textValue())) {
                    return true;
                }
            }
            return false;
        }
    }
}
