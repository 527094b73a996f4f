package io.reprieve.accountdata.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WriteBehindTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS))
                .as("no thread is left waiting")
                .isTrue();
    }

    @Test
    void what_comes_out_is_what_went_in_whatever_its_length() throws IOException {
        for (int length : new int[] {0, 1, 64 * 1024, 64 * 1024 + 1, 5_000_000}) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            ByteArrayOutputStream target = new ByteArrayOutputStream();

            try (WriteBehind out = new WriteBehind(target, threads)) {
                for (int at = 0; at < length; at += 777) {
                    out.write(bytes, at, Math.min(777, length - at));
                }
            }

            assertThat(Arrays.equals(target.toByteArray(), bytes))
                    .as("%d bytes", length)
                    .isTrue();
        }
    }

    @Test
    void little_is_written_without_a_thread() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();

        try (WriteBehind out = new WriteBehind(target, task -> {
            throw new AssertionError("a thread for three bytes");
        })) {
            out.write(new byte[] {1, 2, 3});
        }

        assertThat(target.size()).isEqualTo(3);
    }

    @Test
    @Timeout(30)
    void nobody_waits_for_a_target_that_ran_out_of_memory() {
        OutputStream exhausted = new OutputStream() {
            @Override
            public void write(int b) {
                throw new OutOfMemoryError("as if");
            }
        };

        assertThatThrownBy(() -> {
                    try (WriteBehind out = new WriteBehind(exhausted, threads)) {
                        out.write(new byte[10_000_000]);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_target_that_takes_no_more_is_told_and_closed() {
        boolean[] closed = {false};
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThatThrownBy(() -> {
                    try (WriteBehind out = new WriteBehind(full, threads)) {
                        out.write(new byte[100_000]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left");
        assertThatThrownBy(() -> {
                    try (WriteBehind out = new WriteBehind(full, threads)) {
                        for (int times = 0; times < 1_000; times++) {
                            out.write(new byte[100_000]);
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left");
        assertThat(closed[0]).isTrue();
    }
}
