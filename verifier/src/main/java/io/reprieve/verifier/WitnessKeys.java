package io.reprieve.verifier;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that asks for witnesses. */
final class WitnessKeys {
    @Option(
            names = "--witness",
            paramLabel = "KEYS",
            description = "public keys of witnesses, PEM, each of which must have cosigned the checkpoint")
    private List<Path> files = new ArrayList<>();

    boolean any() {
        return !files.isEmpty();
    }

    LogKeys beside(Path logKeys) throws IOException {
        List<PublicKey> witnesses = new ArrayList<>();
        for (Path file : files) {
            witnesses.addAll(PublicKeys.allEd25519(file));
        }
        return new LogKeys(PublicKeys.allEd25519(logKeys), witnesses);
    }
}
