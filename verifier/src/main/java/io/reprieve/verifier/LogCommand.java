package io.reprieve.verifier;

import io.reprieve.verifier.log.AccountEntries;
import io.reprieve.verifier.log.AccountExport;
import io.reprieve.verifier.log.KeptCheckpoints;
import io.reprieve.verifier.log.LogCheck;
import io.reprieve.verifier.log.LogService;
import io.reprieve.verifier.log.LogSource;
import io.reprieve.verifier.log.RangeCheck;
import io.reprieve.verifier.log.TileFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = "Recomputes a log, or some of it: every entry, every tile, every aggregate's numbers, up to the"
                + " signed root. Names the first entry that is not as it was signed.")
final class LogCommand extends ReprieveVerify.Check {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "address of the audit-service (token in REPRIEVE_TOKEN), a folder with checkpoint and tile/, or a"
                            + " file of entries, one a line")
    private String source;

    @Parameters(
            index = "1..*",
            arity = "1..2",
            paramLabel = "[CHECKPOINT] LOG-KEYS",
            description = "public keys of the log, PEM; before them, for a file of entries, its checkpoint")
    private List<Path> files;

    @Mixin
    private WitnessKeys witnesses;

    @Option(
            names = "--kept",
            paramLabel = "PATH",
            description = "earlier checkpoints to hold it against: a file or a folder")
    private Path kept;

    @Option(names = "--from", paramLabel = "N", description = "check entries from this one on alone")
    private Long from;

    @Option(names = "--to", paramLabel = "N", description = "up to, not including, this one (left out: --from alone)")
    private Long to;

    @Option(names = "--account", paramLabel = "ID", description = "count the entries of this account")
    private String account;

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "and hold this export of them (NDJSON) against the log: nothing left out, nothing added")
    private Path export;

    @Override
    Verdict verdict() throws IOException {
        LogKeys keys = witnesses.beside(files.get(files.size() - 1));
        try {
            if (from != null) {
                return RangeCheck.verify(tiles(), keys, from, to == null ? from + 1 : to);
            }
            KeptCheckpoints earlier = kept == null ? KeptCheckpoints.none() : KeptCheckpoints.in(kept, keys);
            if (account == null) {
                return whole(keys, earlier, Optional.empty());
            }
            try (AccountEntries entries =
                    new AccountEntries(account, export == null ? null : AccountExport.open(export))) {
                return whole(keys, earlier, Optional.of(entries));
            }
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private Verdict whole(LogKeys keys, KeptCheckpoints earlier, Optional<AccountEntries> entries) throws IOException {
        if (files.size() == 1) {
            return LogCheck.verify(tiles(), keys, earlier, entries);
        }
        try (InputStream lines = Files.newInputStream(Path.of(source))) {
            return LogCheck.verify(lines, Files.readString(files.get(0)), keys, earlier, entries);
        }
    }

    private LogSource tiles() {
        if (files.size() > 1) {
            throw new IllegalArgumentException(
                    "some entries are checked with the tiles beside them: name a folder or an"
                            + " address, and no checkpoint");
        }
        return source.startsWith("http:") || source.startsWith("https:")
                ? new LogService(
                        URI.create(source), Optional.ofNullable(System.getenv("REPRIEVE_TOKEN")), witnesses.any())
                : new TileFolder(Path.of(source));
    }
}
