package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result as people read it and as programs do.
 *
 * @param about what it was measured on, name by name
 * @param figures the lines
 * @param measures every run behind them
 */
record Report(Map<String, String> about, List<Figure> figures, Measures measures) {

    private static final String LINE = "%-34s  %-26s %9s  %-26s %9s  %7s %7s  %-4s  %s%n";

    String table() {
        StringBuilder table = new StringBuilder();
        about.forEach(
                (name, value) -> table.append(name).append(": ").append(value).append('\n'));
        table.append('\n')
                .append(String.format(
                        LINE, "", "ours", "median", "beside", "median", "ratio", "target", "", "peak RSS"));
        figures.forEach(figure -> table.append(line(figure)));
        return table.toString();
    }

    private static String line(Figure figure) {
        boolean alone = figure.beside() == null;
        return String.format(
                                LINE,
                                figure.what(),
                                figure.ours().name(),
                                seconds(figure.ours().seconds()),
                                alone ? "" : figure.beside().name(),
                                alone ? "" : seconds(figure.beside().seconds()),
                                alone ? "" : String.format(Locale.ROOT, "%.2fx", figure.value()),
                                target(figure, alone),
                                figure.verdict(),
                                figure.peak() == 0 ? "" : figure.peak() / (1 << 20) + " MB")
                        .stripTrailing()
                + "\n";
    }

    private static String target(Figure figure, boolean alone) {
        if (figure.target() == null) {
            return "";
        }
        return alone ? seconds(figure.target()) : String.format(Locale.ROOT, "%.2fx", figure.target());
    }

    private static String seconds(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** Writes {@code <what>-<moment>.json} into the folder. */
    Path write(Path folder, String what, Instant at) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = json.createObjectNode().put("at", at.toString());
        root.set("about", json.valueToTree(about));
        ArrayNode lines = root.putArray("figures");
        for (Figure figure : figures) {
            lines.add(json.valueToTree(figure));
            ((ObjectNode) lines.get(lines.size() - 1))
                    .put("value", figure.value())
                    .put("verdict", figure.verdict());
        }
        root.set("runs", json.valueToTree(measures.all()));
        Files.createDirectories(folder);
        String moment = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(at);
        Path file = folder.resolve(what + "-" + moment + ".json");
        json.writeValue(file.toFile(), root);
        return file;
    }
}
