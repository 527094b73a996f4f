package io.reprieve.verifier.log;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.verifier.NotProved;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An account's entries as {@code GET /events/export?accountId=…} gave them: a line each, with its leaf; a closing line at
 * the end.
 */
public final class AccountExport implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader lines;

    private AccountExport(BufferedReader lines) {
        this.lines = lines;
    }

    public static AccountExport open(Path ndjson) throws IOException {
        return new AccountExport(Files.newBufferedReader(ndjson));
    }

    /** The next entry's exact bytes; null after the last. */
    byte[] next() throws IOException, NotProved {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        try {
            JsonNode read = JSON.readTree(line);
            if (read.has("closing")) {
                return null;
            }
            JsonNode leaf = read.path("leaf");
            return (leaf.isTextual() ? leaf.textValue() : line).getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new NotProved("a line of the export is not JSON");
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
