package io.reprieve.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprieve.audit.append.AppendEvents;
import io.reprieve.audit.append.GrowLog;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.note.NoteSigner;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** audit-service's sequencer without HTTP and tokens, over a log of its own. */
final class SequencerAlone implements AutoCloseable {
    /** Events of one call, as a relay makes them. */
    private static final int CALL = 500;

    private final AppendEvents sequencer;
    private final PublicKey publicKey;

    SequencerAlone(AgroalDataSource database) throws NoSuchAlgorithmException {
        var config = new Settings();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        this.publicKey = pair.getPublic();
        var signer = new NoteSigner(config.origin(), List.of(pair));
        var log = new GrowLog(new LogStore(database, config), config, signer, new LogStanding());
        this.sequencer = new AppendEvents(log, config, new SimpleMeterRegistry());
        sequencer.start();
    }

    /** Appends all of them, in calls that wait together. */
    void append(List<Entry> entries) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += CALL) {
            answers.add(sequencer.submit(entries.subList(from, Math.min(from + CALL, entries.size()))));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    }

    /** Whose signature its checkpoints bear. */
    PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public void close() {
        sequencer.end();
    }

    /** The service's defaults. */
    private record Settings() implements LogConfig {
        @Override
        public String origin() {
            return "reprieve/benchmark";
        }

        @Override
        public Optional<String> signingKey() {
            return Optional.empty();
        }

        @Override
        public Optional<String> retiringSigningKey() {
            return Optional.empty();
        }

        @Override
        public Duration heartbeat() {
            return Duration.ofMinutes(1);
        }

        @Override
        public long waitingBytes() {
            return 64 << 20;
        }

        @Override
        public int batchEvents() {
            return 4096;
        }

        @Override
        public Duration turn() {
            return Duration.ofSeconds(10);
        }
    }
}
