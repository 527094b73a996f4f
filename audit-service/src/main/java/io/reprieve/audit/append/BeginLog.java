package io.reprieve.audit.append;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What happens once, when the service starts. */
@ApplicationScoped
class BeginLog {
    void begin(@Observes StartupEvent event, AppendEvents sequencer, LogStore log, MeterRegistry meters) {
        sequencer.start();
        Gauge.builder("reprieve.audit.tree.size", log, store -> store.latestCheckpoint()
                        .map(Checkpoint::size)
                        .orElse(0L))
                .description("Entries under the newest checkpoint")
                .register(meters);
    }
}
