package io.reprieve.audit.log;

import io.quarkus.runtime.Startup;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.StartupRefusal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.PrivateKey;

/** Who signs: the key and origin of this log; without a readable key the service does not start. */
@Startup
@Singleton
class LogIdentity {
    private final NoteSigner signer;

    LogIdentity(LogConfig config) {
        StartupRefusal.collect()
                .file("REPRIEVE_SIGNING_KEY", config.signingKey())
                .orRefuse();
        PrivateKey key = Ed25519Pem.privateKey(Path.of(config.signingKey().orElseThrow()));
        this.signer = new NoteSigner(config.origin(), key, Ed25519Pem.publicKeyOf(key));
    }

    @Produces
    @Singleton
    NoteSigner signer() {
        return signer;
    }
}
