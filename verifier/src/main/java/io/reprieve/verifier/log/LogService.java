package io.reprieve.verifier.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A log over HTTP. */
public final class LogService implements LogSource {
    private final URI api;
    private final Optional<String> token;
    private final boolean witnessed;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param service address of the audit-service
     * @param token bearer token of somebody who may read the whole log
     * @param witnessed ask for the newest checkpoint that the witnesses cosigned, instead of the newest there is
     */
    public LogService(URI service, Optional<String> token, boolean witnessed) {
        this.api = URI.create(service + "/").resolve("api/v1/");
        this.token = token;
        this.witnessed = witnessed;
    }

    @Override
    public String checkpoint() throws IOException {
        String path = witnessed ? "checkpoint?witnessed=true" : "checkpoint";
        return new String(
                file(path).orElseThrow(() -> new IOException(api + path + " is not there")), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<byte[]> file(String path) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("Accept-Encoding", "gzip, identity");
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == 404) {
                    return Optional.empty();
                }
                if (answer.statusCode() != 200) {
                    throw new IOException(api.resolve(path) + " answered " + answer.statusCode());
                }
                boolean zipped = answer.headers()
                        .firstValue("Content-Encoding")
                        .filter("gzip"::equals)
                        .isPresent();
                return Optional.of((zipped ? new GZIPInputStream(body) : body).readAllBytes());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }
}
