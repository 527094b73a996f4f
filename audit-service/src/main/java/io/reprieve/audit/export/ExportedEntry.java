package io.reprieve.audit.export;

import io.reprieve.audit.event.LoggedEvent;
import java.util.List;

/**
 * An entry with what shows that it is in the log.
 *
 * @param leafHash hex
 * @param path hex; RFC 6962 audit path in the tree of the export's checkpoint; null when no proofs were asked for
 */
record ExportedEntry(LoggedEvent event, String leafHash, List<String> path) {}
