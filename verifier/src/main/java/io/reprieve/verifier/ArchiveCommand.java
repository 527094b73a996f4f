package io.reprieve.verifier;

import io.reprieve.verifier.archive.ArchiveCheck;
import io.reprieve.verifier.archive.KeyHolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "archive",
        description =
                "Checks a backup's files, as docs/archive-format.md says: signature, digests, every stored part; with"
                        + " a key to open it, every row and every object.")
final class ArchiveCommand extends ReprieveVerify.Check {
    private enum Opens {
        recovery,
        keyset
    }

    @Parameters(index = "0", paramLabel = "FOLDER", description = "as fetched from the vault")
    private Path folder;

    @Parameters(index = "1", paramLabel = "BACKUP-KEYS", description = "public keys of the backup service, PEM")
    private Path keys;

    @Parameters(index = "2", arity = "0..1", paramLabel = "recovery|keyset", description = "what the next file is")
    private Opens opens;

    @Parameters(index = "3", arity = "0..1", paramLabel = "FILE", description = "to open it with")
    private Path opener;

    @Override
    Verdict verdict() throws IOException {
        try {
            return new Verdict(true, -1, -1, ArchiveCheck.of(folder, PublicKeys.allEd25519(keys), holder()));
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private Optional<KeyHolder> holder() throws IOException {
        if (opens == null) {
            return Optional.empty();
        }
        if (opener == null) {
            throw new IllegalArgumentException("after " + opens + " belongs the file");
        }
        return Optional.of(opens == Opens.recovery ? KeyHolder.recovery(opener) : KeyHolder.keyset(opener));
    }
}
