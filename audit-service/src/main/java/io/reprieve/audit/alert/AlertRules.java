package io.reprieve.audit.alert;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.runtime.Startup;
import io.reprieve.edge.StartupRefusal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The rules in force: a file of the deployment's own, or the ones that come with the suite. */
@Startup
@Singleton
class AlertRules {
    private static final String SHIPPED = "/alert-rules.yaml";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Document(List<AlertRule> rules) {}

    private final List<AlertRule> rules;

    /** Rules that cannot be read stop the start: silence would look like peace. */
    @Inject
    AlertRules(@ConfigProperty(name = "reprieve.alerts.rules") Optional<String> file) {
        List<AlertRule> read = List.of();
        String wrong = null;
        try (InputStream in = file.isPresent()
                ? Files.newInputStream(Path.of(file.get()))
                : AlertRules.class.getResourceAsStream(SHIPPED)) {
            read = read(in);
        } catch (IOException | IllegalArgumentException e) {
            wrong = "names rules that cannot be read: " + e.getMessage();
        }
        StartupRefusal.collect()
                .require(wrong == null, "REPRIEVE_ALERT_RULES", wrong)
                .orRefuse();
        this.rules = read;
    }

    List<AlertRule> all() {
        return rules;
    }

    /** @throws IllegalArgumentException for a rule that makes no sense, or a name that comes twice */
    static List<AlertRule> read(InputStream yaml) throws IOException {
        try {
            List<AlertRule> rules = YAML.readValue(yaml, Document.class).rules();
            Set<String> names = new HashSet<>();
            for (AlertRule rule : rules == null ? List.<AlertRule>of() : rules) {
                if (!names.add(rule.name())) {
                    throw new IllegalArgumentException("rule " + rule.name() + ": comes twice");
                }
            }
            return rules == null ? List.of() : List.copyOf(rules);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        }
    }
}
