package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.journey.AuthorizationTable.Line;
import io.reprieve.localservers.Tokens;
import io.reprieve.localstack.Api;
import io.reprieve.localstack.Stack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every caller at every endpoint, through the real Keycloak and the real policy enforcer. */
class AuthorizationIT {
    private static final String UNKNOWN = "00000000-0000-7000-8000-000000000000";

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();
    private static Stack stack;
    private static String account;

    @BeforeAll
    static void start() {
        stack = TheStack.running();
        Api api = new Api(stack.addresses(), Duration.ofMinutes(1), message -> {});
        account = api.get("support", "account-service", "/accounts?status=ACTIVE&limit=1")
                .orFail("find an account")
                .body()
                .at("/items/0/id")
                .asText();
    }

    private static String filled(String template) {
        return template.replace("{account}", account)
                .replace("{nobody}", "acc_" + UNKNOWN)
                .replace("{purge}", "prg_" + UNKNOWN)
                .replace("{backup}", "bkp_" + UNKNOWN)
                .replace("{plan}", "rpl_" + UNKNOWN)
                .replace("{restore}", "rst_" + UNKNOWN)
                .replace("{drill}", "drl_" + UNKNOWN)
                .replace("{batch}", "rsb_" + UNKNOWN)
                .replace("{comparison}", "cmp_" + UNKNOWN)
                .replace("{operation}", "op_" + UNKNOWN)
                .replace("{event}", "evt_" + UNKNOWN);
    }

    private static Wire.Answer call(Line line, String token) {
        return Wire.send(stack.url(line.service()), line.method(), filled(line.path()), token, filled(line.body()));
    }

    private static String token(String caller) {
        return TOKENS.computeIfAbsent(
                caller,
                name -> AuthorizationTable.isService(name)
                        ? Tokens.ofService(stack.addresses().realm(), name)
                        : stack.token(name));
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
                        Wire.Answer answer = call(line, token(caller));
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

    @TestFactory
    Stream<DynamicTest> without_a_token_that_holds_nobody_gets_anywhere() {
        String altered = token("requester").replaceFirst(".{20}$", "AAAAAAAAAAAAAAAAAAAA");
        String unsigned = "eyJhbGciOiJub25lIn0." + token("requester").split("\\.")[1] + ".";
        return AuthorizationTable.lines().stream()
                .map(line -> DynamicTest.dynamicTest(line.toString(), () -> {
                    assertThat(call(line, null).status()).as("none").isEqualTo(401);
                    assertThat(call(line, "garbage").status()).as("garbage").isEqualTo(401);
                    assertThat(call(line, altered).status()).as("altered").isEqualTo(401);
                    assertThat(call(line, unsigned).status()).as("unsigned").isEqualTo(401);
                }));
    }

    @Test
    void a_spelling_that_is_refused_says_why_before_anybody_signs_in() {
        for (String service : new String[] {"account-service", "purge-service", "backup-service", "audit-service"}) {
            assertThat(Wire.send(stack.url(service), "GET", "/api/v1/x/", null, "")
                            .text())
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"code\":\"url-form\"");
        }
    }

    @Test
    void refusals_are_problems_with_a_body() {
        Line line = AuthorizationTable.lines().get(0);
        for (String token : new String[] {null, "garbage", token("auditor")}) {
            assertThat(call(line, token).text())
                    .contains("application/problem+json", "\"code\":", "\"traceId\":", "no-store");
        }
    }

    /** One call that is allowed and one that is denied at each service, in every spelling. */
    @TestFactory
    Stream<DynamicTest> no_spelling_of_a_url_widens_access() {
        return Stream.of(
                        List.of("account-service", "support", "/api/v1/accounts/" + account + "/timeline"),
                        List.of("account-service", "auditor", "/api/v1/accounts/" + account + "/timeline"),
                        List.of("purge-service", "auditor", "/api/v1/purge-inventory"),
                        List.of("purge-service", "requester", "/api/v1/purge-inventory"),
                        List.of("backup-service", "restorer", "/api/v1/backups/bkp_" + UNKNOWN + "/manifest"),
                        List.of("backup-service", "support", "/api/v1/backups/bkp_" + UNKNOWN + "/manifest"),
                        List.of("audit-service", "auditor", "/api/v1/events/export"),
                        List.of("audit-service", "support", "/api/v1/events/export"))
                .flatMap(call -> UrlSpellings.of(call.get(2))
                        .map(spelling ->
                                DynamicTest.dynamicTest(call.get(0) + " as " + call.get(1) + ": " + spelling, () -> {
                                    Wire.Answer answer =
                                            Wire.send(stack.url(call.get(0)), "GET", spelling, token(call.get(1)), "");
                                    // Mostly by UrlGuard; what is no URL at all never gets past the HTTP server.
                                    assertThat(answer.status())
                                            .as(answer.text())
                                            .isEqualTo(400);
                                })));
    }
}
