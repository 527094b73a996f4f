package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedProcessTest {
    @TempDir
    Path folder;

    @Test
    void a_server_ends_with_its_jvm_even_when_that_is_killed() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        long pid = Long.parseLong(new BufferedReader(new InputStreamReader(owner.getInputStream())).readLine());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        assertThat(server.isAlive()).isTrue();

        owner.destroyForcibly();

        assertThat(Waiting.until(Duration.ofSeconds(20), () -> !server.isAlive()))
                .as("the server outlived its JVM")
                .isTrue();
    }

    /** Starts a server that runs for minutes, says its pid, and stays. */
    static final class Owner {
        public static void main(String[] args) throws InterruptedException {
            OwnedProcess server = OwnedProcess.start(spec(Path.of(args[0]), "sleep", "300"));
            System.out.println(server.pid());
            Thread.sleep(300_000);
        }
    }

    @Test
    void closing_stops_the_server_itself_and_not_only_what_watches_it() {
        OwnedProcess server = OwnedProcess.start(spec(folder, "sleep", "300"));
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

        server.close();
        server.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void a_server_that_ends_by_itself_says_how() {
        try (OwnedProcess server = OwnedProcess.start(spec(folder, "sh", "-c", "echo no disk; exit 7"))) {
            assertThatThrownBy(() -> server.await(Duration.ofSeconds(30), message -> {}, () -> false))
                    .hasMessageContaining("ended with code 7")
                    .hasMessageContaining("no disk");
            assertThat(server.exitCode()).contains(7);
        }
    }

    @Test
    void the_child_sees_what_it_is_given_and_what_it_may_inherit() throws Exception {
        try (OwnedProcess server = OwnedProcess.start(spec(folder, "env")
                .inheriting(variable -> variable.equals("PATH"))
                .with(Map.of("GIVEN", "yes")))) {
            assertThat(Waiting.until(Duration.ofSeconds(30), () -> !server.isAlive()))
                    .isTrue();
            assertThat(Files.readAllLines(server.log()))
                    .contains("GIVEN=yes")
                    .noneMatch(line -> line.startsWith("HOME="));
        }
    }

    private static OwnedProcess.Spec spec(Path folder, String... command) {
        return OwnedProcess.Spec.of("a server", List.of(command), folder, folder.resolve("server.log"));
    }
}
