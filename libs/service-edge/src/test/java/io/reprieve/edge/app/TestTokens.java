package io.reprieve.edge.app;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Access tokens as the realm would issue them. */
public final class TestTokens {
    private static final String PRIVATE_KEY = "reprieve.test.token-key";

    private TestTokens() {}

    static PublicKey publicKey() {
        KeyPair pair = newPair();
        // The test's classes are loaded twice, by JUnit and by Quarkus; the key is shared as text.
        System.setProperty(
                PRIVATE_KEY,
                Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
        return pair.getPublic();
    }

    /** A person at the command line, freshly signed in. */
    public static String person(String name, String... roles) {
        return token(Map.of(
                "sub",
                "sub-" + name,
                "person_id",
                "psn_" + name,
                "preferred_username",
                name,
                "azp",
                "reprieve-cli",
                "auth_time",
                System.currentTimeMillis() / 1000,
                "realm_access",
                Map.of("roles", List.of(roles))));
    }

    /** The service account of a client. */
    public static String service(String client) {
        return token(Map.of(
                "sub",
                "sub-" + client,
                "preferred_username",
                "service-account-" + client,
                "azp",
                client,
                "client_id",
                client,
                "realm_access",
                Map.of("roles", List.of("service"))));
    }

    /** A token with these claims, signed with the right key. */
    public static String token(Map<String, Object> claims) {
        try {
            byte[] key = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY));
            return signed(claims, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same person by a key nobody trusts. */
    public static String forged(String name, String... roles) {
        return signed(
                Map.of("sub", "sub-" + name, "azp", "reprieve-cli", "realm_access", Map.of("roles", List.of(roles))),
                newPair().getPrivate());
    }

    private static String signed(Map<String, Object> claims, PrivateKey key) {
        JwtClaims all = new JwtClaims();
        all.setIssuer("https://idp.test/realms/reprieve");
        all.setAudience("edge");
        all.setIssuedAtToNow();
        all.setExpirationTimeMinutesInTheFuture(5);
        claims.forEach(all::setClaim);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("RS256");
        jws.setPayload(all.toJson());
        jws.setKey(key);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
