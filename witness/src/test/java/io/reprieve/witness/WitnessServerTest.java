package io.reprieve.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.verifier.SignedNote;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As https://c2sp.org/tlog-witness has it, over the wire. */
class WitnessServerTest {
    private final SmallLog log = new SmallLog("log");
    private final KeyPair key = SmallLog.ed25519();

    @TempDir
    Path folder;

    private StateFolder state;
    private WitnessServer server;

    @BeforeEach
    void start() throws Exception {
        state = StateFolder.open(folder.resolve("state"));
        Cosigner cosigner = new Cosigner("test/witness", key.getPrivate(), key.getPublic(), Clock.systemUTC());
        Witness witness = new Witness(SmallLog.ORIGIN, List.of(log.publicKey()), cosigner, state);
        server = new WitnessServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness, state, new Tally(), said -> {});
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        state.close();
    }

    @Test
    void a_checkpoint_is_answered_with_a_cosignature_line_and_served_with_it() throws Exception {
        HttpResponse<String> answer = post(log.request(0, 7));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("\u2014 test/witness ").endsWith("\n");
        String served = get("/checkpoint").body();
        assertThat(served).isEqualTo(log.checkpoint(7) + answer.body());
        assertThat(SignedNote.parse(served).cosignedAt(key.getPublic())).isPresent();
    }

    @Test
    void a_conflict_says_the_size_in_the_type_the_specification_names() throws Exception {
        post(log.request(0, 7));

        HttpResponse<String> answer = post(log.request(0, 9));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("7\n");
    }

    @Test
    void everything_else_is_refused_by_its_status() throws Exception {
        post(log.request(0, 7));

        assertThat(post("old 0").statusCode()).isEqualTo(400);
        assertThat(post("old 0\n\n" + "x".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(post(log.forked().request(7, 9)).statusCode()).isEqualTo(422);
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(404);
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
        assertThat(get("/q/metrics").body())
                .contains("reprieve_witness_size 7\n")
                .contains("reprieve_witness_cosigned_total 1\n")
                .contains("reprieve_witness_refused_total{reason=\"inconsistent\"} 1\n");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void its_settings_are_refused_all_at_once() {
        assertThatThrownBy(() -> Settings.of(Map.of("REPRIEVE_WITNESS_PORT", "x", "REPRIEVE_VAULT_BUCKET", "vault")))
                .isInstanceOf(Settings.Refused.class)
                .hasMessageContainingAll(
                        "REPRIEVE_SIGNING_KEY is not set",
                        "REPRIEVE_WITNESS_STATE is not set",
                        "REPRIEVE_AUDIT_PUBLIC_KEY is not set",
                        "REPRIEVE_WITNESS_PORT is no port",
                        "REPRIEVE_VAULT_S3_ACCESS_KEY is not set");
    }

    @Test
    void a_key_file_gives_both_halves() throws Exception {
        Path pem = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(key.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");

        assertThat(WitnessKey.read(pem).publicKey()).isEqualTo(key.getPublic());
        assertThatThrownBy(() -> WitnessKey.read(Files.writeString(folder.resolve("no.pem"), "none")))
                .hasMessageContaining("no.pem is no Ed25519 private key");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(at("/add-checkpoint")).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
