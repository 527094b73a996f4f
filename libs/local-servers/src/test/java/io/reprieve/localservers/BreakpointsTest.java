package io.reprieve.localservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakpointsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void the_first_to_come_to_a_step_stays_there_the_next_one_passes_and_the_kill_finds_it_there() {
        int port = Ports.free();
        try (OwnedProcess process = OwnedProcess.start(OwnedProcess.Spec.of(
                "two-workers",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Breakpoints.argument(port),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TwoWorkers.class.getName(),
                        folder.toString()),
                folder,
                folder.resolve("log")))) {
            Breakpoints breakpoints = Breakpoints.attach(port, Set.of(TwoWorkers.class.getName() + "#second"));

            assertThat(Waiting.until(PATIENCE, () -> Files.exists(folder.resolve("second"))))
                    .as(process.lastWords())
                    .isTrue();
            assertThat(breakpoints.reached()).containsExactly(TwoWorkers.class.getName() + "#second");
            process.kill();
        }
        assertThat(folder.resolve("first")).hasContent("both");
        assertThat(folder.resolve("second")).hasContent("one");
    }

    /** Two threads do the same two things; the second thing is done by one of them alone. */
    static final class TwoWorkers {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Thread one = new Thread(() -> work(folder));
            one.start();
            work(folder);
            one.join();
        }

        private static void work(Path folder) {
            first(folder);
            second(folder);
        }

        private static synchronized void first(Path folder) {
            write(folder.resolve("first"), Files.exists(folder.resolve("first")) ? "both" : "one");
        }

        private static void second(Path folder) {
            // Both have done the first before either has done the second.
            Waiting.until(PATIENCE, () -> read(folder.resolve("first")).equals("both"));
            write(folder.resolve("second"), Files.exists(folder.resolve("second")) ? "both" : "one");
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void write(Path file, String text) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
