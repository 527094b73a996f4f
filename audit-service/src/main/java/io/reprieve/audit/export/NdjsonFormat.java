package io.reprieve.audit.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code {"index", "leafHash", "path", "leaf"}}: the leaf as text, so that its bytes can be hashed again. */
final class NdjsonFormat implements ExportFormat {
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
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("index", entry.event().index());
        line.put("leafHash", entry.leafHash());
        line.set("path", JsonLines.tree(entry.path()));
        line.put("leaf", entry.event().line());
        return JsonLines.of(line);
    }

    @Override
    public String closing(Closing closing) {
        return JsonLines.closing(closing);
    }
}
