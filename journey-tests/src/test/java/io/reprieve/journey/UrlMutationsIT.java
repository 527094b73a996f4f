package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.journey.AuthorizationTable.Line;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One call that is allowed and one that is denied at each endpoint, in every spelling of its path. */
class UrlMutationsIT {
    private static Callers callers;

    @BeforeAll
    static void start() {
        callers = new Callers();
    }

    @TestFactory
    Stream<DynamicTest> no_spelling_of_a_url_widens_access() {
        return AuthorizationTable.lines().stream().flatMap(line -> Stream.of("pass", "403")
                .flatMap(outcome -> line.outcomes().entrySet().stream()
                        .filter(caller -> caller.getValue().equals(outcome))
                        .limit(1)
                        .map(Map.Entry::getKey))
                .map(caller -> DynamicTest.dynamicTest(line + " as " + caller, () -> refused(line, caller))));
    }

    private static void refused(Line line, String caller) {
        String[] target = callers.path(line).split("\\?", 2);
        String query = target.length == 2 ? "?" + target[1] : "";
        Map<String, Integer> answers = UrlSpellings.of(target[0])
                .parallel()
                .collect(Collectors.toMap(
                        spelling -> spelling,
                        spelling -> callers.call(line, spelling + query, callers.token(caller))
                                .status(),
                        (one, same) -> one,
                        TreeMap::new));
        // Mostly by UrlGuard; what is no URL at all never gets past the HTTP server.
        assertThat(answers).hasSizeGreaterThanOrEqualTo(30).allSatisfy((spelling, status) -> assertThat(status)
                .as(spelling)
                .isEqualTo(400));
    }

    @Test
    void a_spelling_that_is_refused_says_why_before_anybody_signs_in() {
        AuthorizationTable.lines().stream()
                .collect(Collectors.toMap(Line::service, line -> line, (one, other) -> one))
                .values()
                .forEach(line -> assertThat(
                                callers.call(line, "/api/v1/x/", null).text())
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "\"code\":\"url-form\""));
    }
}
