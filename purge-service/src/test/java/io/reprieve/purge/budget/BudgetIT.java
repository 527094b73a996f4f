package io.reprieve.purge.budget;

import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.as;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.order;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.Purges;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a script can do in an hour. The limits here are those of the test profile: 5,000. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class BudgetIT {
    private static Town town;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @Test
    void the_last_request_of_an_hour_is_had_by_one_of_many_and_the_others_are_told_when_to_come_back()
            throws Exception {
        String id = requestedAndBackedUp(town.account("Bulk", 10, 0));
        asked("psn_requester2", 4_999, id);
        try {
            List<Integer> answers = sideBySide(4, () -> as("requester2")
                    .body(order(town.account("One of many", 10, 0)))
                    .post("/purge-requests")
                    .statusCode());

            assertThat(answers).containsOnlyOnce(201).containsOnly(201, 429);
            as("requester2")
                    .body(order(town.account("One more", 10, 0)))
                    .post("/purge-requests")
                    .then()
                    .statusCode(429)
                    .body("code", equalTo("budget-spent"))
                    .body("detail", containsString("5000 is the limit"))
                    .header("Retry-After", matchesRegex("[1-9][0-9]*"))
                    .body("retryAt", containsString("T"));
            Purges.request(town.account("Somebody else's", 10, 0));
        } finally {
            sql("DELETE FROM purge_request WHERE ticket = 'bulk'");
        }
    }

    @Test
    void a_purge_whose_hour_is_spent_waits_where_it_is_and_says_so() {
        TownAccount account = town.account("Waits its turn", 10, 0);
        String other = requestedAndBackedUp(town.account("Others", 10, 0));
        sql("INSERT INTO purge_history (purge_id, number, to_state, actor_id, actor_kind, event_id, event_type)"
                + " SELECT '" + other
                + "', 1000 + n, 'ERASING', 'service:x', 'service', 'evt_spent_' || n, 'purge.executing'"
                + " FROM generate_series(1, 5000) n");

        String id = approved(account);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> String.valueOf(get(id).<String>path("why")).contains("erasures within PT1H"));
        get(id).then().body("state", equalTo("COOLING_OFF"));
        assertThat(account.erasures).isZero();

        sql("DELETE FROM purge_history WHERE event_id LIKE 'evt_spent_%'");
        awaitState(id, "PURGED");
    }

    private static void asked(String person, int times, String like) {
        sql(
                "INSERT INTO purge_request (id, account_id, account_name, account_key, kind, reason, ticket, requester_person,"
                        + " requester_subject, requester_client, requester_service, request_epoch, key_turned, quorum, state)"
                        + " SELECT 'prg_bulk_' || n, account_id, account_name, account_key, kind, reason, 'bulk', '"
                        + person + "',"
                        + " requester_subject, requester_client, false, 1, false, 1, 'BLOCKED'"
                        + " FROM purge_request, generate_series(1, " + times + ") n WHERE id = '" + like + "'");
    }

    private static <T> List<T> sideBySide(int times, Callable<T> call) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(times);
        try {
            List<Future<T>> answers = people.invokeAll(
                    IntStream.range(0, times).mapToObj(ignored -> call).toList());
            return answers.stream()
                    .map(answer -> {
                        try {
                            return answer.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        } finally {
            people.shutdownNow();
        }
    }
}
