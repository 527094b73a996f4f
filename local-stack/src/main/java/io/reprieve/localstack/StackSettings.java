package io.reprieve.localstack;

import io.reprieve.cabinet.Size;
import io.reprieve.localservers.Checkout;
import io.reprieve.localservers.Ports;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a local stack is started with.
 *
 * @param checkout the working copy whose built services run
 * @param home where it keeps its state
 * @param variables the {@code REPRIEVE_…} settings, as a person would put them into the environment
 * @param randomPorts take any free ports where {@code variables} says nothing
 * @param cabinet how much the sample product holds when it is filled for the first time
 * @param progress is told what happens, a line each
 */
public record StackSettings(
        Path checkout,
        Path home,
        Map<String, String> variables,
        boolean randomPorts,
        Size cabinet,
        Consumer<String> progress) {

    public StackSettings {
        variables = Map.copyOf(variables);
    }

    /** What {@code ./reprieve up} runs with: the settings of this environment, the usual ports. */
    public static StackSettings of(Map<String, String> environment, Consumer<String> progress) {
        Map<String, String> variables = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("REPRIEVE_") && !value.isBlank()) {
                variables.put(name, value.strip());
            }
        });
        Path checkout = Checkout.root();
        Path home = Optional.ofNullable(variables.get("REPRIEVE_HOME"))
                .map(told -> Path.of(told).toAbsolutePath().normalize())
                .orElse(checkout.resolve(".reprieve"));
        return new StackSettings(checkout, home, variables, false, Size.standard(), progress);
    }

    /** For tests: any free ports, a home of its own, a small Cabinet, and nothing from the environment. */
    public static StackSettings forTests(Path home) {
        return new StackSettings(
                Checkout.root(), home.toAbsolutePath().normalize(), Map.of(), true, Size.small(), message -> {});
    }

    /** The same with one {@code REPRIEVE_…} setting more. */
    public StackSettings with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new StackSettings(checkout, home, more, randomPorts, cabinet, progress);
    }

    /** The same with another amount of sample data. */
    public StackSettings holding(Size size) {
        return new StackSettings(checkout, home, variables, randomPorts, size, progress);
    }

    /** The same, telling somebody else what happens. */
    public StackSettings telling(Consumer<String> listener) {
        return new StackSettings(checkout, home, variables, randomPorts, cabinet, listener);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Somebody else's database is the product: nothing of ours is put into it but the ledger schema and two roles. */
    boolean foreignProduct() {
        return variables.containsKey("REPRIEVE_APP_DB_URL");
    }

    /** Neither objects nor vault need a server of ours. */
    boolean foreignS3() {
        return variables.containsKey("REPRIEVE_S3_ENDPOINT") && variables.containsKey("REPRIEVE_VAULT_S3_ENDPOINT");
    }

    /** A port for every part; each is asked for once, because a free port is another one each time. */
    Map<Part, Integer> ports() {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ports.put(
                    part,
                    variable(part.portSetting())
                            .map(told -> portNumber(part, told))
                            .orElseGet(() -> randomPorts ? Ports.free() : part.defaultPort()));
        }
        return ports;
    }

    private static int portNumber(Part part, String told) {
        try {
            int port = Integer.parseInt(told);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new StackRefused(part.portSetting() + "=" + told + " is no port: give a number from 1 to 65535");
    }
}
