package io.reprieve.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprieve.verifier.SignedTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * {@code POST /add-checkpoint}; {@code GET /checkpoint}, the newest one with its cosignature; health and metrics where the
 * services have theirs. No caller is asked who they are: only the log can sign what this takes.
 */
final class WitnessServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 16 * 1024;
    private static final int THREADS = 4;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Witness witness;
    private final Memory memory;
    private final Tally tally;
    private final Consumer<String> say;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    WitnessServer(InetSocketAddress address, Witness witness, Memory memory, Tally tally, Consumer<String> say)
            throws IOException {
        this.witness = witness;
        this.memory = memory;
        this.tally = tally;
        this.say = say;
        this.http = HttpServer.create(address, 0);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            String request =
                    call.getRequestMethod() + " " + call.getRequestURI().getPath();
            switch (request) {
                case "POST /add-checkpoint" -> add(call);
                case "GET /checkpoint" -> newest(call);
                case "GET /q/health", "GET /q/health/live", "GET /q/health/ready", "GET /q/health/started" ->
                    respond(call, 200, "application/json", "{\"status\":\"UP\"}\n");
                case "GET /q/metrics" ->
                    respond(
                            call,
                            200,
                            "text/plain; version=0.0.4",
                            tally.text(witness.newest().map(SignedTree::size).orElse(0L)));
                default -> respond(call, 404, TEXT, "there is nothing here\n");
            }
        } catch (RuntimeException e) {
            say.accept("A request failed: " + e);
            respond(call, 500, TEXT, "this failed\n");
        }
    }

    private void add(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
        if (body.length > LARGEST_REQUEST) {
            respond(call, 413, TEXT, "a request has at most " + LARGEST_REQUEST + " bytes\n");
            return;
        }
        Answer answer = answer(new String(body, StandardCharsets.UTF_8));
        tally.answered(answer);
        if (answer instanceof Answer.Cosigned yes) {
            respond(call, 200, TEXT, yes.line());
        } else if (answer instanceof Answer.Conflict conflict) {
            respond(call, 409, "text/x.tlog.size", conflict.size() + "\n");
        } else if (answer instanceof Answer.Refused no) {
            say.accept("Not cosigned: " + no.why());
            respond(call, no.status(), TEXT, no.why() + "\n");
        }
    }

    private Answer answer(String body) {
        try {
            return witness.add(AddCheckpoint.parse(body));
        } catch (AddCheckpoint.Malformed e) {
            return new Answer.Refused(400, "malformed", e.getMessage());
        } catch (IOException e) {
            return new Answer.Refused(500, "not-kept", "the checkpoint could not be kept: " + e.getMessage());
        }
    }

    private void newest(HttpExchange call) throws IOException {
        Optional<String> note = memory.kept();
        respond(call, note.isPresent() ? 200 : 404, TEXT, note.orElse("no checkpoint was cosigned yet\n"));
    }

    private static void respond(HttpExchange call, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", type);
        call.getResponseHeaders().set("Cache-Control", "no-store");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
