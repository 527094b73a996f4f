package io.reprieve.audit.reconcile;

import io.reprieve.audit.own.OwnEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** How a break is told in the log. */
final class BreakEvent {
    private BreakEvent() {}

    static OwnEvent of(ChainBreak broken, Instant at) {
        UUID id = UUID.nameUUIDFromBytes(("log_break " + broken.index()).getBytes(StandardCharsets.UTF_8));
        return new OwnEvent(
                "evt_" + id,
                "audit.gap-found",
                "break:" + broken.index(),
                at,
                null,
                "service:audit-service",
                "audit-service",
                broken.kind().name(),
                Map.of(
                        "index", broken.index(),
                        "source", broken.source(),
                        "subject", broken.subject(),
                        "expectedSeq", broken.expectedSeq(),
                        "foundSeq", broken.foundSeq()));
    }
}
