package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPostgresIT {
    private final Path data = TestServers.folder();

    @Test
    void what_was_committed_is_there_after_a_restart() throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(data, 0)) {
            postgres.createDatabase("kept", "keeper", "secret");
            execute(postgres, "CREATE TABLE fact AS SELECT 42 AS answer");
        }

        try (LocalPostgres again = LocalPostgres.start(data, 0)) {
            again.createDatabase("kept", "keeper", "secret");
            assertThat(answer(again)).isEqualTo(42);
        }
    }

    @Test
    void a_server_that_was_killed_is_followed_by_one_that_recovers() throws SQLException {
        try (LocalPostgres killed = LocalPostgres.start(data, 0)) {
            killed.createDatabase("kept", "keeper", "secret");
            execute(killed, "CREATE TABLE fact AS SELECT 42 AS answer");
            killed.kill();
            assertThat(data.resolve("postmaster.pid")).exists();
        }

        try (LocalPostgres again = LocalPostgres.start(data, 0)) {
            assertThat(answer(again)).isEqualTo(42);
        }
    }

    @Test
    void a_server_that_a_killed_run_left_behind_is_stopped_first() throws Exception {
        LocalPostgres.start(data, 0).close();
        PostgresBinaries binaries = PostgresBinaries.unpacked(message -> {});
        Process orphan = new ProcessBuilder(PostgresFolder.asOrdinaryUser(List.of(
                        binaries.program("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(Ports.free()),
                        "-c",
                        "unix_socket_directories=")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(Waiting.until(Duration.ofSeconds(20), () -> Files.exists(data.resolve("postmaster.pid"))))
                .isTrue();

        try (LocalPostgres again = LocalPostgres.start(data, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(again.isAlive()).isTrue();
        }
    }

    @Test
    void a_pid_file_that_names_an_unrelated_process_does_no_harm() throws Exception {
        LocalPostgres.start(data, 0).close();
        long own = ProcessHandle.current().pid();
        Files.writeString(data.resolve("postmaster.pid"), own + "\n" + data + "\n");

        try (LocalPostgres again = LocalPostgres.start(data, 0)) {
            assertThat(again.isAlive()).isTrue();
        }
    }

    @Test
    void a_folder_in_use_is_refused_by_name() {
        try (LocalPostgres first = LocalPostgres.start(data, 0)) {
            assertThatThrownBy(() -> LocalPostgres.start(data, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(data.toString());
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void a_folder_of_another_version_is_refused_and_left_as_it_is() throws Exception {
        LocalPostgres.start(data, 0).close();
        Files.writeString(data.resolve("PG_VERSION"), "15\n");

        assertThatThrownBy(() -> LocalPostgres.start(data, 0)).hasMessageContaining("is a cluster of PostgreSQL 15");
        assertThat(data.resolve("base")).exists();
    }

    @Test
    void a_database_opens_to_its_owner_alone() throws SQLException {
        LocalPostgres postgres = TestServers.postgres();
        postgres.createDatabase("mine", "me", "secret");
        postgres.createRole("other", "secret");

        assertThat(postgres.dataSource("mine", "me", "secret").getConnection()).isNotNull();
        assertThatThrownBy(() -> postgres.dataSource("mine", "other", "secret").getConnection())
                .hasMessageContaining("permission denied for database");
        assertThatThrownBy(() -> postgres.dataSource("mine", "me", "wrong").getConnection())
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void an_unpacked_copy_that_lacks_a_part_is_replaced() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpacked(message -> {});
        Files.delete(binaries.home().resolve(".whole"));
        Files.writeString(binaries.home().resolve("left-over"), "of a copy that was not finished");

        PostgresBinaries again = PostgresBinaries.unpacked(message -> {});

        assertThat(again.home().resolve("left-over")).doesNotExist();
        assertThat(again.program("initdb")).exists();
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect("kept");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(LocalPostgres postgres) throws SQLException {
        try (Connection connection = postgres.connect("kept");
                Statement statement = connection.createStatement();
                var found = statement.executeQuery("SELECT answer FROM fact")) {
            found.next();
            return found.getInt(1);
        }
    }
}
