package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedTokensTest {
    private static final String WARRANT = "reprieve-warrant+jwt";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    @TempDir
    Path dir;

    private KeyPair pair;
    private SignedTokens.Signer purge;
    private SignedTokens.Verifier account;

    @BeforeEach
    void keys() throws GeneralSecurityException, IOException {
        pair = newPair("purge");
        purge = SignedTokens.signer(dir.resolve("purge.key"), "purge-service").withClock(at(NOW));
        account = SignedTokens.verifier(dir.resolve("purge.pub"), "purge-service", "account-service", at(NOW));
    }

    private KeyPair newPair(String name) throws GeneralSecurityException, IOException {
        KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem(name + ".key", "PRIVATE KEY", made.getPrivate());
        pem(name + ".pub", "PUBLIC KEY", made.getPublic());
        return made;
    }

    private void pem(String file, String label, Key key) throws IOException {
        Files.writeString(
                dir.resolve(file),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END " + label + "-----\n");
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private String warrant() {
        return purge.sign(
                WARRANT,
                Map.of("aud", "account-service", "accountId", "acc_1", "epoch", 7, "nbf", NOW.getEpochSecond()),
                Duration.ofMinutes(5));
    }

    private String code(String typ, String compact, Instant at) {
        InvalidSignedToken invalid =
                catchThrowableOfType(InvalidSignedToken.class, () -> account.verify(typ, compact, at));
        return invalid == null ? "accepted" : invalid.code();
    }

    private String code(String compact) {
        return code(WARRANT, compact, NOW);
    }

    /** A token with any header and claims, properly signed with the right key: what only a broken signer would make. */
    private String crafted(String header, String claims) throws GeneralSecurityException {
        String input = b64(header) + "." + b64(claims);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + URL.encodeToString(signature.sign());
    }

    private static String b64(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String header() {
        return "{\"alg\":\"EdDSA\",\"typ\":\"" + WARRANT + "\",\"kid\":\"" + purge.kid() + "\"}";
    }

    private static String claims() {
        return "{\"iss\":\"purge-service\",\"aud\":\"account-service\",\"exp\":" + (NOW.getEpochSecond() + 60) + "}";
    }

    private static String part(String compact, int index, UnaryOperator<String> change) {
        String[] parts = compact.split("\\.");
        parts[index] = change.apply(parts[index]);
        return String.join(".", parts);
    }

    @Test
    void what_was_signed_is_what_is_read() {
        JsonNode claims = account.verify(WARRANT, warrant());
        assertThat(claims.path("accountId").asText()).isEqualTo("acc_1");
        assertThat(claims.path("epoch").asLong()).isEqualTo(7);
        assertThat(claims.path("iss").asText()).isEqualTo("purge-service");
        assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 300);
        assertThat(claims.path("jti").asText()).isNotBlank();
    }

    @Test
    void one_of_several_audiences_is_enough() {
        String receipt =
                purge.sign(WARRANT, Map.of("aud", List.of("purge-service", "account-service")), Duration.ofMinutes(1));
        assertThat(code(receipt)).isEqualTo("accepted");
    }

    @Test
    void the_crafted_twin_of_a_good_token_is_accepted() throws GeneralSecurityException {
        assertThat(code(crafted(header(), claims()))).isEqualTo("accepted");
    }

    @Test
    void another_type_is_refused() {
        assertThat(code("reprieve-receipt+jwt", warrant(), NOW)).isEqualTo("token-type");
    }

    @Test
    void a_token_without_type_is_refused() throws GeneralSecurityException {
        String untyped = "{\"alg\":\"EdDSA\",\"kid\":\"" + purge.kid() + "\"}";
        assertThat(code(crafted(untyped, claims()))).isEqualTo("token-type");
    }

    @Test
    void another_audience_is_refused() {
        for (Object aud : List.of("backup-service", List.of("backup-service"), "account-service-2")) {
            String other = purge.sign(WARRANT, Map.of("aud", aud), Duration.ofMinutes(1));
            assertThat(code(other)).isEqualTo("token-audience");
        }
    }

    @Test
    void another_issuer_is_refused() throws GeneralSecurityException {
        for (String iss : new String[] {"\"backup-service\"", "null", "7", "[\"purge-service\"]"}) {
            String claims = "{\"iss\":" + iss + ",\"aud\":\"account-service\",\"exp\":9999999999}";
            assertThat(code(crafted(header(), claims))).as(iss).isEqualTo("token-issuer");
        }
    }

    @Test
    void an_unsigned_token_is_refused() {
        for (String alg : new String[] {"none", "None", "NONE"}) {
            String header = "{\"alg\":\"" + alg + "\",\"typ\":\"" + WARRANT + "\",\"kid\":\"" + purge.kid() + "\"}";
            assertThat(code(b64(header) + "." + b64(claims()) + "."))
                    .as(alg)
                    .isIn("token-algorithm", "token-malformed");
            assertThat(code(b64(header) + "." + b64(claims()) + ".AAAA"))
                    .as(alg)
                    .isIn("token-algorithm", "token-malformed");
        }
    }

    @Test
    void the_public_key_is_no_shared_secret() throws GeneralSecurityException {
        String header = "{\"alg\":\"HS256\",\"typ\":\"" + WARRANT + "\",\"kid\":\"" + purge.kid() + "\"}";
        String input = b64(header) + "." + b64(claims());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256"));
        byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        assertThat(code(input + "." + URL.encodeToString(signature))).isEqualTo("token-algorithm");
    }

    @Test
    void an_altered_signature_is_refused() {
        String good = warrant();
        for (int at : new int[] {0, 10, 40, 80}) {
            String bad =
                    part(good, 2, s -> s.substring(0, at) + (s.charAt(at) == 'A' ? 'B' : 'A') + s.substring(at + 1));
            assertThat(code(bad)).isEqualTo("token-signature");
        }
        assertThat(code(part(good, 2, s -> ""))).isNotEqualTo("accepted");
        assertThat(code(part(good, 2, s -> s.substring(0, 20)))).isNotEqualTo("accepted");
    }

    @Test
    void a_signature_has_one_spelling() {
        String good = warrant();
        String last = good.substring(good.length() - 1);
        String twin = Character.toString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .charAt("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(last) + 1));
        for (String ending : new String[] {twin, last + "=", last + "==", last + "\n", last + " ", "." + last}) {
            assertThat(code(good.substring(0, good.length() - 1) + ending))
                    .as(ending)
                    .isNotEqualTo("accepted");
        }
        assertThat(code(part(good, 2, s -> s.substring(0, 5) + "\n" + s.substring(5))))
                .isNotEqualTo("accepted");
        assertThat(code(part(good, 2, s -> s.substring(0, 5) + "!" + s.substring(5))))
                .isNotEqualTo("accepted");
    }

    @Test
    void altered_claims_are_refused() {
        String claims = claims().replace("}", ",\"accountId\":\"acc_2\"}");
        assertThat(code(part(warrant(), 1, p -> b64(claims)))).isEqualTo("token-signature");
    }

    @Test
    void an_expired_token_is_refused_from_its_very_second() {
        assertThat(code(WARRANT, warrant(), NOW.plusSeconds(299))).isEqualTo("accepted");
        assertThat(code(WARRANT, warrant(), NOW.plusSeconds(300))).isEqualTo("token-expired");
    }

    @Test
    void a_token_is_refused_before_its_time() {
        assertThat(code(WARRANT, warrant(), NOW.minusSeconds(1))).isEqualTo("token-not-yet-valid");
    }

    @Test
    void a_token_without_an_end_is_refused() throws GeneralSecurityException {
        for (String exp : new String[] {"", ",\"exp\":\"9999999999\"", ",\"exp\":9999999999.5", ",\"exp\":null"}) {
            String claims = "{\"iss\":\"purge-service\",\"aud\":\"account-service\"" + exp + "}";
            assertThat(code(crafted(header(), claims))).as(exp).isEqualTo("token-expired");
        }
    }

    @Test
    void another_key_is_refused_even_under_the_right_key_id() throws GeneralSecurityException, IOException {
        newPair("other");
        SignedTokens.Signer other =
                SignedTokens.signer(dir.resolve("other.key"), "purge-service").withClock(at(NOW));
        String forged = other.sign(WARRANT, Map.of("aud", "account-service"), Duration.ofMinutes(1));
        assertThat(code(forged)).isEqualTo("token-key-unknown");
        assertThat(code(part(forged, 0, h -> b64(header())))).isEqualTo("token-signature");
    }

    @Test
    void a_key_that_comes_with_the_token_is_not_looked_at() throws GeneralSecurityException, IOException {
        KeyPair own = newPair("own");
        byte[] spki = own.getPublic().getEncoded();
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + URL.encodeToString(java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length)) + "\"}";
        String header = header().replace("}", ",\"jwk\":" + jwk + ",\"jku\":\"http://127.0.0.1:1/\"}");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(own.getPrivate());
        String input = b64(header) + "." + b64(claims());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        assertThat(code(input + "." + URL.encodeToString(signature.sign()))).isEqualTo("token-signature");
    }

    @Test
    void what_is_no_token_is_refused() throws GeneralSecurityException {
        for (String text :
                new String[] {null, "", "garbage", "a.b", "a.b.c", "....", "a.b.c.d.e", "x".repeat(2 << 20)}) {
            assertThat(code(text)).isEqualTo("token-malformed");
        }
        assertThat(code(crafted(header(), "[]"))).isEqualTo("token-malformed");
        assertThat(code(crafted(header(), "not json"))).isEqualTo("token-malformed");
        assertThat(code(crafted(header(), claims().replace("}", ",\"aud\":\"x\"}"))))
                .isEqualTo("token-malformed");
    }

    @Test
    void an_unknown_critical_header_is_refused() throws GeneralSecurityException {
        String header = header().replace("}", ",\"crit\":[\"exp\"],\"exp\":1}");
        assertThat(code(crafted(header, claims()))).isNotEqualTo("accepted");
    }

    @Test
    void the_key_id_is_that_of_the_public_key() {
        assertThat(purge.kid())
                .hasSize(16)
                .isEqualTo(Sha256.hex(pair.getPublic().getEncoded()).substring(0, 16));
        assertThat(purge.publicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void a_file_that_is_no_key_is_named_and_its_content_is_not() throws IOException {
        Path file = Files.writeString(
                dir.resolve("bad.key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
        assertThatThrownBy(() -> SignedTokens.signer(file, "purge-service"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bad.key")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> SignedTokens.verifier(dir.resolve("none.pub"), "a", "b"))
                .hasMessageContaining("none.pub");
        assertThatThrownBy(() -> SignedTokens.verifier(dir.resolve("purge.key"), "a", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void signing_without_an_audience_is_a_mistake() {
        assertThatThrownBy(() -> purge.sign(WARRANT, Map.of("a", 1), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
