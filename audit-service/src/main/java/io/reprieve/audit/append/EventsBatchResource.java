package io.reprieve.audit.append;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogUnavailable;
import io.reprieve.edge.Caller;
import io.reprieve.edge.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Where the services' relays hand in their events. */
@Path("/api/v1/events:batch")
@Tag(name = "Append")
public class EventsBatchResource {
    private static final Logger LOG = Logger.getLogger(EventsBatchResource.class);
    private static final byte LINE_FEED = '\n';

    /** Where one event lies. */
    public record Item(String id, long index, String leafHash) {}

    /**
     * One item per line of the request, in its order.
     *
     * @param treeSize the log's size afterwards
     * @param checkpoint the signed note over the tree of that size: with it, an item stays provable whatever happens
     */
    public record Receipt(List<Item> items, long treeSize, String checkpoint) {
        static Receipt of(Appended appended) {
            return new Receipt(
                    appended.items().stream().map(Receipt::item).toList(),
                    appended.checkpoint().size(),
                    appended.checkpoint().note());
        }

        private static Item item(Appended.Item placed) {
            return new Item(
                    placed.entry().id(),
                    placed.index(),
                    HexFormat.of().formatHex(placed.entry().leafHash()));
        }
    }

    private final AppendEvents sequencer;
    private final Caller caller;
    private final Counter idsReused;

    EventsBatchResource(AppendEvents sequencer, Caller caller, MeterRegistry meters) {
        this.sequencer = sequencer;
        this.caller = caller;
        this.idsReused = meters.counter("reprieve.audit.ids.reused");
    }

    /**
     * Appends events, one per line; all or none. The bytes between line feeds are the leaves, kept as they came. An
     * event the log holds is answered with the index it has.
     */
    @POST
    @Consumes("application/x-ndjson")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("service")
    @Blocking
    @Operation(summary = "Append events (NDJSON, one CloudEvents 1.0 event of at most 32 KiB per line)")
    @APIResponse(responseCode = "200", description = "All are in the log, under a signed checkpoint")
    @APIResponse(responseCode = "409", description = "event-id-reused: the log holds other bytes under this id")
    @APIResponse(responseCode = "422", description = "event-invalid: errors[] names line and rule")
    @APIResponse(
            responseCode = "503",
            description = "log-busy, log-unavailable: send the same again; log-damaged: somebody has to look first")
    @APIResponse(responseCode = "403", description = "foreign-source: a service speaks for itself alone")
    public CompletionStage<Receipt> append(byte[] body) {
        List<Entry> entries = read(body);
        requireOwnSource(entries);
        String client = caller.clientId();
        // Not on the sequencer's own thread: it has the next batch to take.
        return sequencer
                .submit(entries)
                .handleAsync(
                        (appended, failure) -> {
                            if (failure != null) {
                                throw problem(failure, client);
                            }
                            return Receipt.of(appended);
                        },
                        Infrastructure.getDefaultWorkerPool());
    }

    private RuntimeException problem(Throwable failure, String client) {
        if (failure instanceof IdReused reused) {
            idsReused.increment();
            LOG.errorf("%s sent %s again with other bytes", client, reused.eventId());
            return Problem.of(409, "event-id-reused", "The log holds other bytes under this id", reused.getMessage())
                    .with("eventId", reused.eventId());
        }
        if (failure instanceof LogDamaged) {
            return Problem.of(
                    503,
                    "log-damaged",
                    "The log is not as it was signed",
                    "Nothing is appended until somebody has looked; see docs/runbooks/log-damaged.md.");
        }
        if (failure instanceof LogUnavailable unavailable) {
            return unavailable.isBusy()
                    ? Problem.of(503, "log-busy", "The log is busy", "Others are appending; send the same again.")
                    : Problem.of(
                            503,
                            "log-unavailable",
                            "The log's database failed",
                            "The events may be in the log or not: send the same again, which adds none twice.");
        }
        return failure instanceof RuntimeException cause ? cause : new IllegalStateException(failure);
    }

    private List<Entry> read(byte[] body) {
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        for (int line = 1; from < body.length; line++) {
            int to = from;
            while (to < body.length && body[to] != LINE_FEED) {
                to++;
            }
            try {
                entries.add(EnvelopeReader.read(Arrays.copyOfRange(body, from, to)));
            } catch (InvalidEvent e) {
                throw invalid("line " + line, e.getMessage());
            }
            from = to + 1;
        }
        if (entries.isEmpty()) {
            throw invalid("line 1", "is missing: send at least one event");
        }
        return entries;
    }

    private void requireOwnSource(List<Entry> entries) {
        String own = "/" + caller.clientId();
        for (Entry entry : entries) {
            if (!entry.source().equals(own)) {
                throw Problem.of(
                                403,
                                "foreign-source",
                                "A service speaks for itself alone",
                                "The source of " + entry.id() + " is " + entry.source() + "; the caller is " + own)
                        .with("eventId", entry.id());
            }
        }
    }

    private static Problem invalid(String line, String why) {
        return Problem.of(422, "event-invalid", "Not an audit event", line + " " + why)
                .error(line, why);
    }
}
