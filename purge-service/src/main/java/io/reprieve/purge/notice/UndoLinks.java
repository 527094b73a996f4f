package io.reprieve.purge.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.edge.SignedTokens;
import io.reprieve.purge.PurgeConfig;
import io.reprieve.purge.database.Database;
import io.reprieve.purge.request.PurgeRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Links that stop one purge and do nothing else, for people without an account here: a signed token (JWS) of its own type,
 * good until the purge's window closes, used once.
 */
@ApplicationScoped
class UndoLinks {
    private static final String UNDO = "reprieve-undo+jwt";
    private static final String US = "purge-service";

    private final SignedTokens.Signer signer;
    private final SignedTokens.Verifier verifier;
    private final NoticeConfig config;
    private final Database database;

    UndoLinks(PurgeConfig keys, NoticeConfig config, Database database) {
        this.signer = SignedTokens.signer(Path.of(keys.signingKey().orElseThrow()), US);
        this.verifier = SignedTokens.verifierOf(signer, US);
        this.config = config;
        this.database = database;
    }

    /** @param tokenId this one link's */
    record Undo(String tokenId, String purgeId, String accountId) {}

    /** A new link for one recipient. */
    String link(PurgeRequest purge, Instant now) {
        Duration left = Duration.between(now, purge.window().executeBy());
        String token = signer.withClock(Clock.fixed(now, ZoneOffset.UTC))
                .sign(
                        UNDO,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("aud", US)
                                .put("purgeRequestId", purge.id())
                                .put("accountId", purge.subject().accountId()),
                        left);
        return config.publicUrl().orElse("") + "/api/v1/undo?token=" + token;
    }

    /** @throws InvalidSignedToken when it is not one of ours, or too late */
    Undo read(String token) {
        JsonNode claims = verifier.verify(UNDO, token, database.now());
        return new Undo(
                claims.path("jti").asText(),
                claims.path("purgeRequestId").asText(),
                claims.path("accountId").asText());
    }
}
