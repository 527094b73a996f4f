package io.reprieve.account.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.Startup;
import io.reprieve.account.DatabaseClock;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.InvalidSignedToken;
import io.reprieve.edge.Problem;
import io.reprieve.edge.Sha256;
import io.reprieve.edge.SignedTokens;
import io.reprieve.edge.StartupRefusal;
import io.reprieve.outbox.Checkpoint;
import io.reprieve.outbox.ProofInvalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;

/** Reads warrants and receipts, by keys that were pinned when the service was set up. */
@Startup
@ApplicationScoped
class ReadPapers {
    private static final String SELF = "account-service";
    private static final long LONGEST_WARRANT_SECONDS = 300;

    private final SignedTokens.Verifier warrants;
    private final SignedTokens.Verifier receipts;
    private final List<PublicKey> log;
    private final DatabaseClock clock;

    ReadPapers(ErasureConfig config, DatabaseClock clock) {
        StartupRefusal.collect()
                .file("REPRIEVE_PURGE_PUBLIC_KEY", config.purgePublicKey())
                .file("REPRIEVE_BACKUP_PUBLIC_KEY", config.backupPublicKey())
                .file("REPRIEVE_AUDIT_PUBLIC_KEY", config.auditPublicKey())
                .atLeastOneDay("REPRIEVE_COOLING_OFF", config.coolingOff())
                .atLeastOneDay("REPRIEVE_RETENTION", config.retention())
                .orRefuse();
        this.warrants = SignedTokens.verifier(Path.of(config.purgePublicKey().orElseThrow()), "purge-service", SELF);
        this.receipts = SignedTokens.verifier(Path.of(config.backupPublicKey().orElseThrow()), "backup-service", SELF);
        this.log = Ed25519Pem.publicKeys(Path.of(config.auditPublicKey().orElseThrow()));
        this.clock = clock;
    }

    /**
     * The papers, if they are who they say they are from, for us, and in time.
     *
     * @throws Problem 403 {@code token-…}; 409 {@code cooling-off-running} for a warrant that is not valid yet
     */
    Papers read(String warrant, String receipt, List<ObjectVersion> objects) {
        var now = clock.now();
        try {
            var order = warrant(warrants.verify(Warrant.TYP, warrant, now));
            var backup = receipt(receipts.verify(Receipt.TYP, receipt, now), receipt);
            return new Papers(order, backup, List.copyOf(objects));
        } catch (InvalidSignedToken e) {
            if (e.code().equals("token-not-yet-valid")) {
                throw Problem.of(409, "cooling-off-running", "Too early", "The warrant is not valid yet.");
            }
            throw e.asProblem(403);
        }
    }

    private static Warrant warrant(JsonNode claims) {
        if (Claims.number(claims, "exp") - Claims.number(claims, "iat") > LONGEST_WARRANT_SECONDS) {
            throw new InvalidSignedToken("token-expired", "A warrant holds for five minutes at most.");
        }
        return Warrant.of(claims);
    }

    private static Receipt receipt(JsonNode claims, String compact) {
        return Receipt.of(Sha256.hex(compact), claims);
    }

    /** Whether the log signed a checkpoint that reaches beyond the entry. */
    boolean proves(Warrant.AuditProof proof) {
        try {
            var checkpoint = Checkpoint.open(proof.checkpoint(), log);
            return checkpoint.size() == proof.treeSize() && proof.index() >= 0 && proof.index() < checkpoint.size();
        } catch (ProofInvalid e) {
            return false;
        }
    }
}
