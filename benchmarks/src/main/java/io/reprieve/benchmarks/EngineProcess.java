package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.localservers.LocalPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The engine's own process, seen from outside: what it is told, how long it takes, how much memory it has. */
final class EngineProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAP = "-Xmx256m";

    private final LocalPostgres server;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    EngineProcess(LocalPostgres server) throws IOException {
        this.server = server;
        this.process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineWorker.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Names what is to be done with which account of which database. */
    ObjectNode order(String what, String database, int account, Path archive) {
        return JSON.createObjectNode()
                .put("do", what)
                .put("url", server.jdbcUrl(database))
                .put("scratch", server.jdbcUrl("scratch"))
                .put("account", String.valueOf(account))
                .put("archive", archive.toString());
    }

    /** Has it done; gives time, rows and the peak of resident memory meanwhile. */
    Run run(ObjectNode order) {
        resetPeak();
        JsonNode answer = ask(order);
        return new Run(answer.path("seconds").asDouble(), answer.path("rows").asLong(), peak());
    }

    /** Gives up its connections, so that databases can be dropped. */
    void leave() {
        ask(JSON.createObjectNode().put("do", "leave"));
    }

    private JsonNode ask(ObjectNode order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the engine's process ended while it was asked for " + order);
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("failed")) {
                throw new IllegalStateException(
                        order + " failed: " + answer.path("failed").asText());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void resetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
        } catch (IOException notHere) {
            // Without Linux's /proc there is no peak to tell.
        }
    }

    /** In bytes; 0 where it cannot be told. */
    private long peak() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notHere) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
