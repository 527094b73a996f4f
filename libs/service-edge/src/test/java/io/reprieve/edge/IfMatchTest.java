package io.reprieve.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"v7\"", "\"v6\", \"v7\"", "  \"v7\" "})
    void the_current_tag_passes(String header) {
        assertThatCode(() -> IfMatch.require(header, "v7")).doesNotThrowAnyException();
        assertThatCode(() -> IfMatch.require(header, "\"v7\"")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "*", " * "})
    void saying_nothing_of_what_was_seen_is_428(String header) {
        Problem problem = catchThrowableOfType(Problem.class, () -> IfMatch.require(header, "v7"));
        assertThat(problem.status()).isEqualTo(428);
        assertThat(problem.code()).isEqualTo("if-match-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v6\"", "v7", "W/\"v7\"", "\"v7", "\"V7\"", "\"\""})
    void another_tag_is_412(String header) {
        Problem problem = catchThrowableOfType(Problem.class, () -> IfMatch.require(header, "v7"));
        assertThat(problem.status()).isEqualTo(412);
        assertThat(problem.code()).isEqualTo("if-match-stale");
    }
}
