package io.reprieve.audit.witnessed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A witness over HTTP: {@code POST /add-checkpoint} of https://c2sp.org/tlog-witness. */
final class HttpWitness implements WitnessLink {
    private final URI address;
    private final Duration patience;
    private final HttpClient http;

    HttpWitness(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public Reply show(long old, List<byte[]> proof, String note) {
        String body = "old " + old + "\n"
                + proof.stream()
                        .map(hash -> Base64.getEncoder().encodeToString(hash) + "\n")
                        .collect(Collectors.joining())
                + "\n" + note;
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/add-checkpoint"))
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return read(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Reply.None("it does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.None("interrupted");
        }
    }

    private static Reply read(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 200 -> new Reply.Cosigned(answer.body());
            case 409 ->
                answer.body().matches("(0|[1-9][0-9]{0,17})\n")
                        ? new Reply.Remembers(Long.parseLong(answer.body().strip()))
                        : new Reply.None("it answers 409 without a size");
            case 422 -> new Reply.Unproved();
            default -> new Reply.None("it answers " + answer.statusCode());
        };
    }
}
