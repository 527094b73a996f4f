package io.reprieve.audit.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprieve.audit.event.LoggedEvent;
import java.util.List;
import java.util.Optional;

/**
 * OCSF events (https://schema.ocsf.io): what an entry's data says in the words of its class; everything that is the
 * log's own, and the proof, under {@code unmapped}.
 */
final class OcsfFormat implements ExportFormat {
    private static final List<String> OWN = List.of("subjectSeq", "prev", "accountId", "outcome", "detail");
    private static final List<String> OWN_OF_ACTOR = List.of("kind", "client");

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public Optional<String> heading() {
        return Optional.empty();
    }

    @Override
    public String line(ExportedEntry entry) {
        LoggedEvent event = entry.event();
        ObjectNode ocsf = event.json().path("data").deepCopy();
        ObjectNode own = ocsf.putObject("unmapped");
        own.put("type", event.type());
        own.put("correlationId", event.correlationId());
        move(OWN, ocsf, own);
        if (ocsf.path("actor") instanceof ObjectNode actor) {
            move(OWN_OF_ACTOR, actor, own.putObject("actor"));
        }
        own.put("index", event.index());
        own.put("leafHash", entry.leafHash());
        own.set("path", JsonLines.tree(entry.path()));
        ObjectNode metadata = ocsf.path("metadata") instanceof ObjectNode given ? given : ocsf.putObject("metadata");
        metadata.put("uid", event.id());
        metadata.put("sequence", event.index());
        return JsonLines.of(ocsf);
    }

    private static void move(List<String> names, ObjectNode from, ObjectNode to) {
        for (String name : names) {
            JsonNode value = from.remove(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    @Override
    public String closing(Closing closing) {
        return JsonLines.closing(closing);
    }
}
