package io.reprieve.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Stack;
import io.reprieve.verifier.MerkleProofs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps every checkpoint it gets to see while others kill the log, and holds the log to them afterwards. */
final class SeenCheckpoints {
    private static final long LOOK_MILLIS = 200;

    private final Api api;
    private final Map<Long, String> roots = new TreeMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread looking = new Thread(this::look, "seen-checkpoints");

    SeenCheckpoints(Stack stack) {
        this.api = new Api(stack.addresses(), Duration.ofSeconds(2), message -> {});
    }

    SeenCheckpoints start() {
        looking.start();
        return this;
    }

    void stop() throws InterruptedException {
        stopped.countDown();
        looking.join();
    }

    int size() {
        return roots.size();
    }

    /** Pairs of sizes between which the log cannot prove that it only grew; empty is good. */
    List<String> contradictions() {
        List<String> contradictions = new ArrayList<>();
        Long older = null;
        for (Long newer : List.copyOf(roots.keySet())) {
            if (older != null && older > 0 && !grew(older, newer)) {
                contradictions.add(older + " to " + newer);
            }
            older = newer;
        }
        return contradictions;
    }

    private boolean grew(long older, long newer) {
        JsonNode proof = api.get("auditor", "audit-service", "/consistency?from=" + older + "&to=" + newer)
                .orFail("a consistency proof")
                .body();
        List<byte[]> path = new ArrayList<>();
        proof.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        return MerkleProofs.consistent(older, root(older), newer, root(newer), path);
    }

    private byte[] root(long size) {
        return HexFormat.of().parseHex(roots.get(size));
    }

    private void look() {
        try {
            while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    JsonNode latest = api.get("auditor", "audit-service", "/checkpoints/latest")
                            .orFail("the newest checkpoint")
                            .body();
                    roots.putIfAbsent(
                            latest.path("size").asLong(),
                            latest.path("rootHash").asText());
                } catch (RuntimeException down) {
                    // It was killed: look again.
                    continue;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
