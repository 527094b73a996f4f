package io.reprieve.verifier;

import io.reprieve.verifier.log.ExportCheck;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Checks an export with proofs (NDJSON) by itself: not cut off, every entry of it in the log.")
final class ExportCommand extends ReprieveVerify.Check {
    @Parameters(index = "0", paramLabel = "EXPORT", description = "of GET /api/v1/events/export?accountId=…")
    private Path export;

    @Parameters(index = "1", paramLabel = "LOG-KEYS", description = "public keys of the log, PEM")
    private Path keys;

    @Mixin
    private WitnessKeys witnesses;

    @Option(names = "--gapless", description = "every aggregate in it is there from its first event on, without a gap")
    private boolean gapless;

    @Override
    Verdict verdict() throws IOException {
        return ExportCheck.verify(export, witnesses.beside(keys), gapless);
    }
}
