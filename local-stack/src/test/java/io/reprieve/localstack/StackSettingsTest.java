package io.reprieve.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void ports_are_the_usual_ones_unless_a_setting_moves_them() {
        StackSettings settings = StackSettings.of(Map.of("REPRIEVE_PURGE_PORT", "9982"), message -> {});

        assertThat(settings.ports()).containsEntry(Part.PURGE, 9982).containsEntry(Part.ACCOUNT, 8081);
    }

    @Test
    void a_port_that_is_none_is_refused_by_its_name() {
        StackSettings settings = StackSettings.of(Map.of("REPRIEVE_S3_PORT", "ninety"), message -> {});

        assertThatThrownBy(settings::ports).isInstanceOf(StackRefused.class).hasMessageContaining("REPRIEVE_S3_PORT");
    }

    @Test
    void only_settings_of_the_suite_are_taken_from_the_environment() {
        StackSettings settings = StackSettings.of(
                Map.of("REPRIEVE_COOLING_OFF", "PT3S", "KC_DB", "oracle", "REPRIEVE_RETENTION", " "), message -> {});

        assertThat(settings.variables()).containsExactly(Map.entry("REPRIEVE_COOLING_OFF", "PT3S"));
    }

    @Test
    void somebody_elses_database_needs_a_data_map() {
        StackSettings settings =
                StackSettings.forTests(folder).with("REPRIEVE_APP_DB_URL", "jdbc:postgresql://127.0.0.1:1/theirs");
        Home home = Home.prepared(folder);

        assertThatThrownBy(() -> new ProductSide(settings, home, Keys.in(home)).dataMap())
                .isInstanceOf(StackRefused.class)
                .hasMessageContaining("REPRIEVE_DATA_MAP");
    }
}
