package io.reprieve.audit.subscription;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.reprieve.audit.subscription.Destination.NotAllowed;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages by Standard Webhooks (https://www.standardwebhooks.com): {@code webhook-id}, {@code webhook-timestamp},
 * {@code webhook-signature}. Goes to the address that was looked at, follows no redirect, and reads nothing of the answer
 * but its status.
 */
@Singleton
class WebhookSink implements Sink {
    private static final int GONE = 410;
    private static final int MOST_OF_A_BODY = 1 << 16;
    /** What a receiver says that works, and takes exception to this one message. */
    private static final Set<Integer> OF_THE_MESSAGE = Set.of(400, 409, 413, 415, 422);

    private final Vertx vertx;
    private final HttpClient http;
    private final Destination destination;
    private final SecretSeal seal;
    private final Duration timeout;

    WebhookSink(Vertx vertx, Destination destination, SecretSeal seal, PushConfig config) {
        this.vertx = vertx;
        this.destination = destination;
        this.seal = seal;
        this.timeout = config.timeout();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) timeout.toMillis()));
    }

    @Override
    public CompletionStage<Outcome> send(Subscription to, Message message) {
        try {
            URI url = destination.url(to.url());
            RequestOptions request = request(url, destination.address(url));
            sign(
                    request,
                    to.secrets().stream()
                            .map(secret -> seal.open(to.id(), secret))
                            .toList(),
                    message);
            return post(request, message.body());
        } catch (NotAllowed e) {
            return CompletableFuture.completedFuture(new Unreachable("the URL " + e.getMessage()));
        } catch (IllegalStateException | EmptyWebhookSecretException | WebhookSigningException e) {
            return CompletableFuture.completedFuture(new Unreachable("not signed: " + e.getMessage()));
        }
    }

    private static RequestOptions request(URI url, InetAddress address) {
        boolean https = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : https ? 443 : 80;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(https)
                .setHost(url.getHost())
                .setPort(port)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false);
    }

    /** With several secrets a signature of each stands in the header; a receiver needs to know one of them. */
    private static void sign(RequestOptions request, List<String> secrets, Message message)
            throws EmptyWebhookSecretException, WebhookSigningException {
        long now = Instant.now().getEpochSecond();
        StringJoiner signatures = new StringJoiner(" ");
        for (String secret : secrets) {
            signatures.add(new Webhook(secret).sign(message.id(), now, message.body()));
        }
        request.putHeader("user-agent", "Reprieve")
                .putHeader("content-type", "application/json")
                .putHeader("webhook-id", message.id())
                .putHeader("webhook-timestamp", String.valueOf(now))
                .putHeader("webhook-signature", signatures.toString());
    }

    private CompletionStage<Outcome> post(RequestOptions options, String body) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        http.request(options)
                .onSuccess(request -> {
                    // Whatever the receiver does, the connection is not held longer.
                    vertx.setTimer(timeout.toMillis(), late -> request.reset());
                    request.exceptionHandler(failure -> outcome.complete(unreachable(failure)))
                            .send(Buffer.buffer(body))
                            .onSuccess(response -> {
                                disregard(request, response);
                                outcome.complete(outcome(response.statusCode()));
                            })
                            .onFailure(failure -> outcome.complete(unreachable(failure)));
                })
                .onFailure(failure -> outcome.complete(unreachable(failure)));
        return outcome.completeOnTimeout(
                new Unreachable("no answer within " + timeout.toSeconds() + " s"),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The body is of no interest, and may have no end. */
    private static void disregard(HttpClientRequest request, HttpClientResponse response) {
        AtomicInteger read = new AtomicInteger();
        response.exceptionHandler(failure -> {}).handler(some -> {
            if (read.addAndGet(some.length()) > MOST_OF_A_BODY) {
                request.reset();
            }
        });
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        if (status == GONE) {
            return new Gone();
        }
        String why = "answered " + status;
        if (OF_THE_MESSAGE.contains(status)) {
            return new Refused(why);
        }
        return new Unreachable(status < 400 ? why + "; redirects are not followed" : why);
    }

    private static Outcome unreachable(Throwable failure) {
        return new Unreachable("not reached: " + failure.getClass().getSimpleName());
    }
}
