package io.reprieve.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which service was killed in which state how often, and how many of those purges ended as if nothing had happened. */
final class CrashMatrix {
    private static final int WIDTH = 19;

    private final List<String> services;
    private final List<String> states;
    private final Map<String, Integer> begun = new TreeMap<>();
    private final Map<String, Integer> converged = new TreeMap<>();

    CrashMatrix(List<String> services, List<String> states) {
        this.services = services;
        this.states = states;
    }

    void begun(String service, String state) {
        begun.merge(service + state, 1, Integer::sum);
    }

    void converged(String service, String state) {
        converged.merge(service + state, 1, Integer::sum);
    }

    /** Rows are services, columns states; each cell: ended well, of kills. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String head = line("killed in", states);
        String rows = services.stream()
                .map(service -> line(
                        service,
                        states.stream().map(state -> cell(service + state)).toList()))
                .collect(Collectors.joining());
        Files.writeString(file, head + rows);
    }

    private String cell(String key) {
        return begun.containsKey(key) ? converged.getOrDefault(key, 0) + " of " + begun.get(key) : "-";
    }

    private static String line(String first, List<String> rest) {
        return pad(first)
                + rest.stream()
                        .map(CrashMatrix::pad)
                        .collect(Collectors.joining())
                        .stripTrailing() + "\n";
    }

    private static String pad(String text) {
        return text + " ".repeat(WIDTH - text.length());
    }
}
