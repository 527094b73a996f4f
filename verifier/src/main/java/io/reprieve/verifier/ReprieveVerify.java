package io.reprieve.verifier;

import io.reprieve.verifier.archive.ArchiveCheck;
import io.reprieve.verifier.archive.KeyHolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;

/** {@code java -jar reprieve-verify.jar}: checks archives, entries and logs with public keys alone. */
public final class ReprieveVerify {
    private static final String USAGE = """
            usage: java -jar reprieve-verify.jar archive FOLDER BACKUP-KEY.pem [recovery PRIVATE.pem | keyset KEYSET.json]
                   java -jar reprieve-verify.jar entry PROOF.json LOG-KEY.pem
                   java -jar reprieve-verify.jar log ENTRIES.ndjson CHECKPOINT LOG-KEY.pem
                   java -jar reprieve-verify.jar log AUDIT-URL LOG-KEY.pem   (token in REPRIEVE_TOKEN)

            archive  checks a backup's files, as docs/archive-format.md says: signature, digests, every stored part; with
                   a key to open it, every row and every object. Several PEM blocks in BACKUP-KEY.pem: any may have signed
            entry  checks the answer of GET /api/v1/events/{id}/proof
            log    recomputes a log from its entries (GET /api/v1/events/export) and its checkpoint
                   (GET /api/v1/checkpoint), from files or fetched from AUDIT-URL
            Exit status: 0 proved, 1 not proved, 2 could not be checked.
            """;

    private ReprieveVerify() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** @return the exit status */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            Verdict verdict = verdict(args);
            if (verdict == null) {
                err.print(USAGE);
                return 2;
            }
            out.println((verdict.ok() ? "proved: " : "NOT PROVED: ") + verdict.message());
            return verdict.ok() ? 0 : 1;
        } catch (IOException | IllegalArgumentException e) {
            err.println("could not be checked: " + e);
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private static Verdict verdict(String[] args) throws IOException, InterruptedException {
        if (args.length >= 3 && args[0].equals("archive")) {
            return archive(args);
        }
        if (args.length == 3 && args[0].equals("entry")) {
            return ProofCheck.verify(Files.readString(Path.of(args[1])), PublicKeys.ed25519(Path.of(args[2])));
        }
        if (args.length == 4 && args[0].equals("log")) {
            try (InputStream entries = Files.newInputStream(Path.of(args[1]))) {
                return LogCheck.verify(
                        entries, Files.readString(Path.of(args[2])), PublicKeys.ed25519(Path.of(args[3])));
            }
        }
        if (args.length == 3 && args[0].equals("log")) {
            return overHttp(URI.create(args[1] + "/"), PublicKeys.ed25519(Path.of(args[2])));
        }
        return null;
    }

    private static Verdict archive(String[] args) throws IOException {
        Optional<KeyHolder> holder = Optional.empty();
        if (args.length == 5 && args[3].equals("recovery")) {
            holder = Optional.of(KeyHolder.recovery(Path.of(args[4])));
        } else if (args.length == 5 && args[3].equals("keyset")) {
            holder = Optional.of(KeyHolder.keyset(Path.of(args[4])));
        } else if (args.length != 3) {
            return null;
        }
        try {
            return new Verdict(
                    true, -1, -1, ArchiveCheck.of(Path.of(args[1]), PublicKeys.allEd25519(Path.of(args[2])), holder));
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private static Verdict overHttp(URI audit, PublicKey key) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String checkpoint;
        try (InputStream body = get(http, audit.resolve("api/v1/checkpoint"))) {
            checkpoint = new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        try (InputStream entries = get(http, audit.resolve("api/v1/events/export"))) {
            return LogCheck.verify(entries, checkpoint, key);
        }
    }

    private static InputStream get(HttpClient http, URI uri) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        String token = System.getenv("REPRIEVE_TOKEN");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException(uri + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
