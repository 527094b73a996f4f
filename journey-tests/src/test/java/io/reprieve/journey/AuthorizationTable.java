package io.reprieve.journey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one statement of who may call what: {@code authorization.csv}. */
final class AuthorizationTable {
    private static final Set<String> OUTCOMES = Set.of("pass", "401", "403", "405");

    /** One endpoint, and what each caller is to get; {@code body} is empty for none. */
    record Line(String service, String method, String path, Map<String, String> outcomes, String body) {
        @Override
        public String toString() {
            return service + " " + method + " " + path;
        }
    }

    private AuthorizationTable() {}

    static List<Line> lines() {
        List<String> text = text();
        String[] columns = text.get(0).split(";");
        List<Line> lines = new ArrayList<>();
        for (String row : text.subList(1, text.size())) {
            String[] cells = row.split(";", columns.length);
            Map<String, String> outcomes = new LinkedHashMap<>();
            for (int i = 3; i < columns.length - 1; i++) {
                if (!OUTCOMES.contains(cells[i])) {
                    throw new IllegalStateException("no such outcome: " + cells[i] + " in " + row);
                }
                outcomes.put(columns[i], cells[i]);
            }
            lines.add(new Line(cells[0], cells[1], cells[2], outcomes, cells[columns.length - 1]));
        }
        return lines;
    }

    /** Callers that are services rather than people. */
    static boolean isService(String caller) {
        return caller.endsWith("-service")
                || Set.of("automation", "provisioning").contains(caller);
    }

    private static List<String> text() {
        try (InputStream file = AuthorizationTable.class.getResourceAsStream("/authorization.csv")) {
            return Arrays.stream(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
