package io.reprieve.audit.log;

import io.reprieve.audit.tree.Frontier;
import io.reprieve.audit.tree.Span;
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

    LogHealth(LogStore log) {
        this.log = log;
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
            byte[] root =
                    Frontier.of(size, log.nodes(new Span(0, size).nodes())).root();
            boolean whole = Arrays.equals(root, last.get().root());
            return response.status(whole)
                    .withData("treeSize", size)
                    .withData("tree", whole ? "as signed" : "not as signed")
                    .build();
        } catch (LogUnavailable | IllegalStateException e) {
            return response.down().withData("reason", e.getMessage()).build();
        }
    }
}
