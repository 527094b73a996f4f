package io.reprieve.audit.witnessed;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.TileStore;
import io.reprieve.audit.tree.ProofPath;
import io.reprieve.audit.tree.TileHashes;
import io.reprieve.edge.Ed25519Pem;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows every witness each state of the log: once before the first append is taken, then whenever it grew, and every
 * so often when it did not. Each on a thread of its own, behind the appends: a witness that does not answer delays nothing.
 */
@ApplicationScoped
class Witnesses implements ShownLog {
    /** After the log's own beginning. */
    private static final int LATE = 3000;

    private final WitnessConfig config;
    private final LogStore log;
    private final TileStore tiles;
    private final Cosignatures cosignatures;
    private final LogStanding standing;
    private final MeterRegistry meters;
    private final List<WitnessThread> threads = new ArrayList<>();
    private List<PublicKey> keys = List.of();

    Witnesses(
            WitnessConfig config,
            LogStore log,
            TileStore tiles,
            Cosignatures cosignatures,
            LogStanding standing,
            MeterRegistry meters) {
        this.config = config;
        this.log = log;
        this.tiles = tiles;
        this.cosignatures = cosignatures;
        this.standing = standing;
        this.meters = meters;
    }

    void begin(@Observes @Priority(LATE) StartupEvent event) {
        List<URI> addresses = config.url().orElse(List.of());
        if (addresses.isEmpty()) {
            return;
        }
        StartupRefusal.collect()
                .file("REPRIEVE_WITNESS_PUBLIC_KEY", config.publicKey())
                .orRefuse();
        keys = Ed25519Pem.publicKeys(Path.of(config.publicKey().orElseThrow()));
        for (URI address : addresses) {
            HttpWitness witness = new HttpWitness(address, config.patience());
            threads.add(new WitnessThread(new ShowLog(this, witness, standing), witness.name(), this, config));
        }
        threads.forEach(thread -> thread.begin(meters, standing));
        threads.forEach(WitnessThread::awaitFirst);
    }

    @PreDestroy
    void end() {
        threads.forEach(WitnessThread::end);
    }

    @Override
    public Checkpoint newest() {
        return log.latestCheckpoint().orElseThrow(() -> new IllegalStateException("the log has no checkpoint"));
    }

    @Override
    public List<byte[]> consistency(long older, long newer) {
        return TileHashes.of(ProofPath.consistency(older, newer), newer, tiles);
    }

    @Override
    public long cosigned(String witness) {
        return cosignatures.newest(witness);
    }

    @Override
    public boolean keep(String witness, Checkpoint checkpoint, String lines) {
        String text = checkpoint.note().substring(0, checkpoint.note().indexOf("\n\n") + 1);
        var line = CosignatureLine.verified(lines, text, keys);
        line.ifPresent(verified -> cosignatures.keep(checkpoint.size(), witness, verified));
        return line.isPresent();
    }
}
