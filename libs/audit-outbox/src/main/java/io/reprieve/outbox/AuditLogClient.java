package io.reprieve.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/** Asks the log for the proof of an event of ours, and believes nothing of the answer that it has not checked. */
@ApplicationScoped
public class AuditLogClient {
    private final DataSource dataSource;
    private final AuditLink link;
    private final AuditConfig config;

    public AuditLogClient(DataSource dataSource, AuditLink link, AuditConfig config) {
        this.dataSource = dataSource;
        this.link = link;
        this.config = config;
    }

    /**
     * Fetches and checks the inclusion proof of an event in this service's outbox: the leaf is the outbox's own bytes,
     * the path leads to the root, the root is signed by the pinned key.
     *
     * @throws AuditUnavailable the log does not answer
     * @throws AuditRefused the log does not hold the event (404)
     * @throws ProofInvalid the answer proves nothing, or something else
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public ProvenEntry proof(String eventId) {
        byte[] own = ownBytes(eventId);
        return check(eventId, own, link.proof(eventId), pinnedKeys());
    }

    /**
     * When the log signed its newest checkpoint, by the log's own clock.
     *
     * @throws AuditUnavailable the log does not answer, or not with a time
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public Instant newestCheckpointSignedAt() {
        try {
            return Instant.parse(EventWriter.JSON
                    .readTree(link.newestCheckpoint())
                    .path("signedAt")
                    .asText());
        } catch (IOException | DateTimeException e) {
            throw new AuditUnavailable("the log does not say when it signed its newest checkpoint", e);
        }
    }

    static ProvenEntry check(String eventId, byte[] own, byte[] answer, List<PublicKey> keys) {
        try {
            JsonNode proof = EventWriter.JSON.readTree(answer);
            long index = proof.path("index").asLong(-1);
            long size = proof.path("treeSize").asLong(-1);
            String note = proof.path("checkpoint").asText();
            byte[] leaf = Base64.getDecoder().decode(proof.path("leaf").asText());
            List<byte[]> path = new ArrayList<>();
            for (JsonNode hash : proof.path("path")) {
                path.add(HexFormat.of().parseHex(hash.asText()));
            }
            if (!Arrays.equals(leaf, own)) {
                throw new ProofInvalid("the log holds other bytes than this service wrote for " + eventId);
            }
            Checkpoint checkpoint = Checkpoint.open(note, keys);
            if (checkpoint.size() != size) {
                throw new ProofInvalid("the proof and its checkpoint are of different tree sizes");
            }
            if (!InclusionProofs.verify(InclusionProofs.leafHash(leaf), index, size, path, checkpoint.root())) {
                throw new ProofInvalid("the path of " + eventId + " does not lead to the signed root");
            }
            return new ProvenEntry(eventId, index, size, note);
        } catch (IOException | IllegalArgumentException e) {
            throw new ProofInvalid("the proof of " + eventId + " cannot be read: " + e.getMessage());
        }
    }

    private byte[] ownBytes(String eventId) {
        try (Connection connection = dataSource.getConnection()) {
            byte[] bytes = OutboxStore.bytesOf(connection, eventId);
            if (bytes == null) {
                throw new IllegalArgumentException("no such event in this service's outbox: " + eventId);
            }
            return bytes;
        } catch (SQLException e) {
            throw new OutboxFailure("the outbox could not be read", e);
        }
    }

    private List<PublicKey> pinnedKeys() {
        Path pem = config.publicKey()
                .orElseThrow(
                        () -> new ProofInvalid("REPRIEVE_AUDIT_PUBLIC_KEY is not set: no key to check the log with"));
        try {
            KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
            List<PublicKey> keys = new ArrayList<>();
            for (String block : Files.readString(pem).split("(?<=-----END PUBLIC KEY-----)")) {
                if (!block.isBlank()) {
                    byte[] der = Base64.getMimeDecoder().decode(block.replaceAll("-----[A-Z ]+-----", ""));
                    keys.add(ed25519.generatePublic(new X509EncodedKeySpec(der)));
                }
            }
            return keys;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ProofInvalid("REPRIEVE_AUDIT_PUBLIC_KEY cannot be read as Ed25519 public keys: " + pem);
        }
    }
}
