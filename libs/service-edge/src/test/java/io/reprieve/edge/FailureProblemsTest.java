package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class FailureProblemsTest {

    @Test
    void a_connection_that_failed_beneath_the_path_policy_is_keycloaks() {
        assertThat(FailureProblems.isOfIdentityProvider(
                        new RuntimeException("Could not find resource", new ConnectException("refused"))))
                .isTrue();
        assertThat(FailureProblems.isOfIdentityProvider(
                        new IllegalStateException(new RuntimeException(new SocketTimeoutException()))))
                .isTrue();
    }

    @Test
    void any_other_failure_is_our_own() {
        assertThat(FailureProblems.isOfIdentityProvider(null)).isFalse();
        assertThat(FailureProblems.isOfIdentityProvider(new IOException("client is gone")))
                .isFalse();
        assertThat(FailureProblems.isOfIdentityProvider(new IllegalStateException("bug")))
                .isFalse();
    }
}
