package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.localservers.Checkout;
import io.reprieve.localstack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/audit-events.md says of every endpoint there is which events it writes, and of none that there is not. */
class EventsOfEndpointsIT {
    private static final Pattern ROW = Pattern.compile("\\| ([a-z]+-service) \\| `([A-Z]+) ([^`]+)` \\| .+ \\|");
    private static final List<String> SERVICES =
            List.of("account-service", "backup-service", "purge-service", "audit-service");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Test
    void every_endpoint_has_its_line() throws Exception {
        Stack stack = TheStack.running();
        Set<String> served = new TreeSet<>();
        for (String service : SERVICES) {
            JsonNode paths = openApi(stack.url(service)).path("paths");
            paths.fieldNames()
                    .forEachRemaining(path -> paths.path(path).fieldNames().forEachRemaining(method -> {
                        if (METHODS.contains(method)) {
                            served.add(line(service, method, path));
                        }
                    }));
        }

        assertThat(documented()).isEqualTo(served);
    }

    private static JsonNode openApi(String service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/q/openapi?format=json"))
                .build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    private static Set<String> documented() throws IOException {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Checkout.root().resolve("docs/audit-events.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.add(line(row.group(1), row.group(2), row.group(3)));
            }
        }
        return documented;
    }

    private static String line(String service, String method, String path) {
        return service + " " + method.toUpperCase() + " " + path.replaceAll("\\{[^}]+}", "{}");
    }
}
