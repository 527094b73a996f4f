package io.reprieve.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "entry", description = "Checks the answer of GET /api/v1/events/{id}/proof.")
final class EntryCommand extends ReprieveVerify.Check {
    @Parameters(index = "0", paramLabel = "PROOF", description = "JSON")
    private Path proof;

    @Parameters(index = "1", paramLabel = "LOG-KEYS", description = "public keys of the log, PEM")
    private Path keys;

    @Mixin
    private WitnessKeys witnesses;

    @Override
    Verdict verdict() throws IOException {
        return ProofCheck.verify(Files.readString(proof), witnesses.beside(keys));
    }
}
