package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OcsfTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern TYPE = Pattern.compile("\"((?:account|duplicate|purge|warrant|backup|restore|policy|"
            + "freeze|deletion|access|outbox|audit|subscription)\\.[a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+)` \\| .* \\| (\\d+) \\| (\\d+) ([A-Za-z]+) \\|");

    @Test
    void every_event_type_that_a_service_writes_has_its_class_and_activity() throws IOException {
        assertThat(Ocsf.table().keySet()).containsAll(written());
        assertThat(written()).contains("purge.requested", "access.refused", "audit.gap-found");
    }

    @Test
    void the_table_in_the_docs_says_the_same() throws IOException {
        Map<String, Ocsf.Mapping> documented = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/audit-events.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(
                        row.group(1),
                        new Ocsf.Mapping(Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)), row.group(4)));
            }
        }

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(Ocsf.table());
    }

    private static Set<String> written() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String service : new String[] {"account-service", "backup-service", "purge-service", "audit-service"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(service).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    TYPE.matcher(Files.readString(file)).results().forEach(found -> types.add(found.group(1)));
                }
            }
        }
        return types;
    }
}
