package io.reprieve.audit.log;

import io.quarkus.runtime.Startup;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.StartupRefusal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who signs: the key and origin of this log; without a readable key the service does not start. */
@Startup
@Singleton
class LogIdentity {
    private final NoteSigner signer;

    LogIdentity(LogConfig config) {
        Optional<String> retiring = config.retiringSigningKey().filter(path -> !path.isBlank());
        StartupRefusal refusal = StartupRefusal.collect().file("REPRIEVE_SIGNING_KEY", config.signingKey());
        retiring.ifPresent(path -> refusal.file("REPRIEVE_RETIRING_SIGNING_KEY", retiring));
        refusal.orRefuse();
        List<KeyPair> keys = Stream.concat(config.signingKey().stream(), retiring.stream())
                .map(LogIdentity::pair)
                .toList();
        this.signer = new NoteSigner(config.origin(), keys);
    }

    private static KeyPair pair(String path) {
        PrivateKey key = Ed25519Pem.privateKey(Path.of(path));
        return new KeyPair(Ed25519Pem.publicKeyOf(key), key);
    }

    @Produces
    @Singleton
    NoteSigner signer() {
        return signer;
    }
}
