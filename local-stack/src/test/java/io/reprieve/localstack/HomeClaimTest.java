package io.reprieve.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeClaimTest {
    @TempDir
    private Path folder;

    @Test
    void a_second_stack_in_the_same_home_is_told_that_one_is_running() throws Exception {
        Home home = Home.prepared(folder);
        HomeClaim first = HomeClaim.of(home);

        assertThatThrownBy(() -> HomeClaim.of(home))
                .isInstanceOf(StackRefused.class)
                .hasMessageContaining("running already")
                .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
        assertThat(HomeClaim.holder(home)).contains(ProcessHandle.current());
        first.close();
    }

    @Test
    void a_home_can_be_claimed_again_once_it_was_given_back() throws Exception {
        Home home = Home.prepared(folder);
        HomeClaim.of(home).close();

        assertThat(HomeClaim.holder(home)).isEmpty();
        HomeClaim.of(home).close();
    }
}
