package io.reprieve.audit.log;

import io.reprieve.audit.note.CheckpointText;
import io.reprieve.audit.note.NoteSigner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers and the right edge of its tree hashes to the root last signed. */
@Readiness
@ApplicationScoped
class LogHealth implements HealthCheck {
    private final LogStore log;
    private final TileStore tiles;
    private final NoteSigner signer;

    LogHealth(LogStore log, TileStore tiles, NoteSigner signer) {
        this.log = log;
        this.tiles = tiles;
        this.signer = signer;
    }

    private boolean isSigned(Checkpoint checkpoint) {
        return signer.signed(checkpoint.note(), CheckpointText.of(signer.name(), checkpoint.size(), checkpoint.root()));
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("log");
        try {
            Optional<Checkpoint> last = log.latestCheckpoint();
            if (last.isEmpty()) {
                return response.down().withData("reason", "no checkpoint yet").build();
            }
            long size = last.get().size();
            boolean whole = isSigned(last.get())
                    && Arrays.equals(tiles.root(size), last.get().root());
            return response.status(whole)
                    .withData("treeSize", size)
                    .withData("tree", whole ? "as signed" : "not as signed")
                    .build();
        } catch (LogUnavailable | IllegalStateException e) {
            return response.down().withData("reason", e.getMessage()).build();
        }
    }
}
