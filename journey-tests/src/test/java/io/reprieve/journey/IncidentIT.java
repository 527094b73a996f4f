package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.localstack.Addresses;
import io.reprieve.localstack.Console;
import io.reprieve.localstack.demo.Demo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code ./reprieve demo} tells. */
class IncidentIT {
    @Test
    void the_incident_is_stopped_where_it_can_be_and_undone_where_it_cannot() throws Exception {
        Addresses addresses = TheStack.running().addresses();

        assertThat(new Demo(new Console(System.out)).tell(addresses)).isTrue();

        JsonNode told = new ObjectMapper()
                .readTree(Path.of(addresses.home()).resolve("demo.json").toFile());
        assertThat(told.path("ok").asBoolean()).isTrue();
        assertThat(told.path("steps")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(told.path("steps")).allMatch(step -> step.path("ok").asBoolean());
    }
}
