package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.journey.AuthorizationTable.Line;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every caller at every endpoint, through the real Keycloak and the real policy enforcer. */
class AuthorizationIT {
    private static Callers callers;

    @BeforeAll
    static void start() {
        callers = new Callers();
    }

    private static String outcome(Wire.Answer answer) {
        int status = answer.status();
        if (status == 403 && answer.text().contains("\"code\":\"token-")) {
            // not the caller is refused but the warrant they brought
            return "pass";
        }
        boolean decided = status == 401 || status == 403 || status == 405;
        return decided || status >= 500 ? String.valueOf(status) : "pass";
    }

    @TestFactory
    Stream<DynamicTest> each_caller_gets_what_the_table_says() {
        return AuthorizationTable.lines().stream()
                .map(line -> DynamicTest.dynamicTest(line.toString(), () -> {
                    Map<String, String> actual = new LinkedHashMap<>();
                    Map<String, String> answers = new LinkedHashMap<>();
                    for (String caller : line.outcomes().keySet()) {
                        Wire.Answer answer = callers.call(line, callers.token(caller));
                        actual.put(caller, outcome(answer));
                        answers.put(
                                caller,
                                answer.text()
                                        .lines()
                                        .reduce((head, last) -> last)
                                        .orElse(""));
                    }
                    assertThat(actual).as(() -> line + "\n" + answers).isEqualTo(line.outcomes());
                }));
    }

    @Test
    void refusals_are_problems_with_a_body() {
        Line line = AuthorizationTable.lines().get(0);
        for (String token : new String[] {null, "garbage", callers.token("auditor")}) {
            assertThat(callers.call(line, token).text())
                    .contains("application/problem+json", "\"code\":", "\"traceId\":", "no-store");
        }
    }
}
