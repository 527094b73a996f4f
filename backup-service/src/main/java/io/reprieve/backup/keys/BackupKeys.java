package io.reprieve.backup.keys;

import io.quarkus.runtime.Startup;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import io.reprieve.backup.archive.DataKey;
import io.reprieve.backup.archive.KeyEncryption;
import io.reprieve.backup.archive.KeysetFile;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.archive.RecoveryKey;
import io.reprieve.backup.archive.SignedManifest;
import io.reprieve.backup.archive.WrappedKey;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.SignedTokens;
import io.reprieve.edge.StartupRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything this service signs, wraps and digests with. A key that is missing or malformed refuses the start. */
@Startup
@ApplicationScoped
public class BackupKeys {

    private static final int SHORTEST_SECRET = 32;

    private final PrivateKey signing;
    private final SignedTokens.Signer tokens;
    private final List<PublicKey> signers;
    private final KeyEncryption keyEncryption;
    private final RecoveryKey recovery;
    private final byte[] digestSecret;
    private final SecureRandom random = new SecureRandom();

    BackupKeys(KeysConfig config) {
        StartupRefusal.collect()
                .file("REPRIEVE_SIGNING_KEY", config.signing())
                .file(
                        "REPRIEVE_FORMER_SIGNING_KEYS",
                        config.former().filter(path -> !path.isBlank()).or(config::signing))
                .file("REPRIEVE_KEYSET", config.keyset())
                .file("REPRIEVE_RECOVERY_PUBLIC_KEY", config.recovery())
                .present("REPRIEVE_DIGEST_SECRET", config.digestSecret())
                .orRefuse();
        Path pem = Path.of(config.signing().orElseThrow());
        this.signing = Ed25519Pem.privateKey(pem);
        this.tokens = SignedTokens.signer(pem, "backup-service");
        this.signers = new ArrayList<>(List.of(tokens.publicKey()));
        config.former()
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .map(Ed25519Pem::publicKeys)
                .ifPresent(signers::addAll);
        this.keyEncryption = KeysetFile.read(Path.of(config.keyset().orElseThrow()), random);
        this.recovery = RecoveryKey.read(Path.of(config.recovery().orElseThrow()));
        this.digestSecret = secret(config.digestSecret().orElseThrow());
    }

    private static byte[] secret(String hex) {
        boolean fits = hex.matches("([0-9a-fA-F]{2}){" + SHORTEST_SECRET + ",}");
        StartupRefusal.collect()
                .require(fits, "REPRIEVE_DIGEST_SECRET", "is not at least 32 bytes in hex")
                .orRefuse();
        return HexFormat.of().parseHex(hex);
    }

    /** @return where randomness comes from */
    public SecureRandom random() {
        return random;
    }

    /**
     * @param accountId {@code acc_…}
     * @return the key of that account's digests
     */
    public DigestKey digestKey(String accountId) {
        return DigestKey.derive(digestSecret, accountId);
    }

    /**
     * @param key a data key
     * @param archive {@code <backup id>/<attempt>}
     * @return it, wrapped for the service and for the offline recovery key
     */
    public List<WrappedKey> wrap(DataKey key, String archive) {
        return List.of(keyEncryption.wrap(key, archive), recovery.wrap(key));
    }

    /**
     * @param manifest its signature already checked
     * @return the data key of its parts
     * @throws ArchiveDamaged {@code KEY_UNKNOWN} when no key at hand unwraps it
     */
    public DataKey unwrap(Manifest manifest) throws ArchiveDamaged {
        return unwrap(manifest.keys(), manifest.archive());
    }

    /**
     * @param wrapped a data key, for each of its holders
     * @param archive {@code <backup id>/<attempt>}
     * @return the data key
     * @throws ArchiveDamaged {@code KEY_UNKNOWN} when no key at hand unwraps it
     */
    public DataKey unwrap(List<WrappedKey> wrapped, String archive) throws ArchiveDamaged {
        return wrapped.stream()
                .flatMap(key -> keyEncryption.unwrap(key, archive).stream())
                .findFirst()
                .orElseThrow(() -> new ArchiveDamaged(
                        Damage.KEY_UNKNOWN, "no key in the keyset unwraps the data key of " + archive));
    }

    /**
     * @param manifest of an archive
     * @return whether the keyset and the recovery key as they are now both open it: what only a lost key opens is no backup
     */
    public boolean open(Manifest manifest) {
        return manifest.keys().stream().anyMatch(keyEncryption::holds)
                && manifest.keys().stream().anyMatch(recovery::holds);
    }

    /**
     * @param wrapped the service's share of what {@link #wrap} gave
     * @param bound what it was bound to then
     * @return the data key; empty when no key at hand unwraps it
     */
    public Optional<DataKey> unwrap(WrappedKey wrapped, String bound) {
        return keyEncryption.unwrap(wrapped, bound);
    }

    /**
     * @param manifest to be signed
     * @return the envelope that goes into the vault
     */
    public byte[] seal(Manifest manifest) {
        return SignedManifest.seal(manifest.toBytes(), signing, tokens.kid());
    }

    /**
     * @param envelope from the vault
     * @return the manifest's bytes, whose signature is this service's, now or formerly
     * @throws ArchiveDamaged when it is not
     */
    public byte[] open(byte[] envelope) throws ArchiveDamaged {
        return SignedManifest.open(envelope, signers);
    }

    /**
     * @param typ explicit type of the statement
     * @param claims what is stated
     * @param ttl how long it holds
     * @return the statement, JWS compact
     */
    public String sign(String typ, Map<String, Object> claims, Duration ttl) {
        return tokens.sign(typ, claims, ttl);
    }
}
