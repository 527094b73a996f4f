package io.reprieve.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.edge.app.RecordedRefusals;
import io.reprieve.edge.app.TestEnvironment;
import io.reprieve.edge.app.TestTokens;
import io.reprieve.edge.refusal.RefusalSummary;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RefusedCallsIT {
    private static final Duration TWO_WINDOWS = Duration.ofSeconds(20);

    @Inject
    RecordedRefusals log;

    private final String name = "p" + UUID.randomUUID();
    private final String person = "psn_" + name;

    @Test
    void what_the_domain_refuses_is_told_with_its_rule_and_the_call() {
        call("/api/v1/approvers", 403);

        await().until(() -> !log.of(person).isEmpty());
        RefusalSummary told = log.of(person).get(0);
        assertThat(told.call().rule()).isEqualTo("role-missing");
        assertThat(told.call().call()).isEqualTo("GET /api/v1/approvers");
        assertThat(told.call().actor().clientId()).isEqualTo("reprieve-cli");
        assertThat(told.count()).isEqualTo(1);
    }

    @Test
    void what_the_path_policy_refuses_is_told_too() {
        call("/api/v1/admin", 403);

        await().until(() -> !log.of(person).isEmpty());
        assertThat(log.of(person).get(0).call().rule()).isEqualTo("forbidden");
    }

    @Test
    void repetitions_are_told_as_a_count_and_none_is_dropped() {
        call("/api/v1/approvers", 403);
        await().until(() -> log.of(person).size() == 1);
        for (int i = 0; i < 40; i++) {
            call("/api/v1/approvers", 403);
        }

        await().atMost(TWO_WINDOWS)
                .untilAsserted(() -> assertThat(calls(log.of(person))).isEqualTo(41));
        assertThat(log.of(person)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whoever_has_no_valid_token_is_nobody_and_an_id_is_named_only_if_it_exists() {
        String made = "/api/v1/things/thg_" + UUID.randomUUID();
        given().auth().oauth2(TestTokens.forged(name)).get(made).then().statusCode(401);
        given().auth()
                .oauth2(TestTokens.forged(name))
                .get("/api/v1/things/" + RecordedRefusals.KNOWN)
                .then()
                .statusCode(401);

        await().untilAsserted(() -> assertThat(log.of("nobody"))
                .anySatisfy(told -> {
                    assertThat(told.call().subject()).isEqualTo(RecordedRefusals.KNOWN);
                    assertThat(told.accountId()).isEqualTo("acc_1");
                })
                .anySatisfy(told -> {
                    assertThat(told.call().subject()).isEmpty();
                    assertThat(told.call().call()).isEqualTo("GET /api/v1/things/{id}");
                }));
        assertThat(log.of("nobody"))
                .noneMatch(told -> made.endsWith(told.call().subject())
                        && !told.call().subject().isEmpty());
    }

    @Test
    void many_kinds_of_calls_by_one_caller_are_told_together() {
        String service = "spray-" + UUID.randomUUID();
        String token = TestTokens.service(service);
        for (int i = 0; i < 80; i++) {
            given().auth().oauth2(token).request("X" + (char) ('A' + i % 26) + (char) ('A' + i / 26), "/api/v1/admin");
        }

        await().untilAsserted(
                        () -> assertThat(calls(log.of("service:" + service))).isEqualTo(80));
        assertThat(log.of("service:" + service))
                .hasSizeLessThan(80)
                .anyMatch(told -> told.call().call().equals("(others)") && told.count() > 1);
    }

    private void call(String path, int status) {
        given().auth()
                .oauth2(TestTokens.person(name, "purge-requester"))
                .get(path)
                .then()
                .statusCode(status);
    }

    private static long calls(List<RefusalSummary> told) {
        return told.stream().mapToLong(RefusalSummary::count).sum();
    }
}
