package io.reprieve.audit.export;

import java.util.Optional;

/** How entries are written, one a line. Lines end without a line feed. */
interface ExportFormat {
    String contentType();

    /** What comes before the first entry. */
    Optional<String> heading();

    String line(ExportedEntry entry);

    String closing(Closing closing);
}
