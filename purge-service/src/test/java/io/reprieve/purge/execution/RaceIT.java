package io.reprieve.purge.execution;

import static io.reprieve.purge.town.Purges.approve;
import static io.reprieve.purge.town.Purges.approved;
import static io.reprieve.purge.town.Purges.awaitState;
import static io.reprieve.purge.town.Purges.get;
import static io.reprieve.purge.town.Purges.reprieve;
import static io.reprieve.purge.town.Purges.requestedAndBackedUp;
import static io.reprieve.purge.town.Purges.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.purge.town.RealServers;
import io.reprieve.purge.town.Town;
import io.reprieve.purge.town.TownAccount;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Two at once, in the same millisecond: one winner, and whatever comes of it is legal. */
@QuarkusTest
@WithTestResource(value = RealServers.class, scope = TestResourceScope.GLOBAL)
class RaceIT {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static Town town;

    @Inject
    AdvancePurge advance;

    @BeforeAll
    static void open() {
        town = Town.get();
    }

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
    }

    @RepeatedTest(3)
    void of_two_approvers_one_turns_the_key() throws Exception {
        String id = requestedAndBackedUp(town.account("Approved twice", 10, 0));

        List<Integer> answers = atOnce(() -> approve("approver", id).statusCode(), () -> approve("approver2", id)
                .statusCode());

        assertThat(answers).containsOnlyOnce(201).allMatch(status -> List.of(201, 409, 412)
                .contains(status));
        assertThat(get(id).<Integer>path("quorum.given")).isEqualTo(1);
        reprieve("support", id);
    }

    @RepeatedTest(3)
    void of_an_approval_and_a_reprieve_the_reprieve_wins_whoever_was_first() throws Exception {
        TownAccount account = town.account("Both ways", 10, 0);
        String id = requestedAndBackedUp(account);

        List<Integer> answers = atOnce(() -> approve("approver", id).statusCode(), () -> reprieve("support", id)
                .statusCode());

        assertThat(answers.get(1)).isEqualTo(200);
        assertThat(state(id)).isEqualTo("REPRIEVED");
        await().atMost(Duration.ofSeconds(5)).until(() -> account.status.equals("ACTIVE"));
    }

    @Test
    void of_many_executors_one_erases() throws Exception {
        TownAccount account = town.account("Executed at once", 10, 0);
        String id = approved(account);
        awaitNotBefore(id);

        while (!state(id).equals("PURGED")) {
            atOnce(() -> advance.advance(id), () -> advance.advance(id), () -> advance.advance(id));
        }

        assertThat(account.erasures).isEqualTo(1);
        assertThat(get(id).<List<String>>path("history.event")).containsOnlyOnce("purge.executing", "purge.executed");
    }

    @Test
    void a_reprieve_in_the_last_millisecond_saves_the_account_or_says_that_it_came_too_late() throws Exception {
        List<Future<?>> purges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TownAccount account = town.account("Last call " + i, 10, 0);
            int late = i * 40 - 80;
            purges.add(THREADS.submit(() -> savedOrGone(account, approved(account), late)));
        }
        for (Future<?> purge : purges) {
            purge.get();
        }
    }

    private static void savedOrGone(TownAccount account, String id, int late) {
        Instant notBefore = awaitNotBefore(id);
        Instant at = notBefore.plusMillis(late);
        await().pollInterval(Duration.ofMillis(1)).until(() -> !Instant.now().isBefore(at));

        int answer = reprieve("support", id).statusCode();

        assertThat(answer).isIn(200, 202, 409);
        if (answer == 200) {
            assertThat(state(id)).isEqualTo("REPRIEVED");
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> List.of("REPRIEVED", "PURGED").contains(state(id)));
        assertThat(account.erasures).isEqualTo(state(id).equals("PURGED") ? 1 : 0);
        if (answer == 409) {
            awaitState(id, "PURGED");
        }
    }

    private static Instant awaitNotBefore(String id) {
        String[] found = new String[1];
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            found[0] = get(id).path("notBefore");
            return found[0] != null;
        });
        return Instant.parse(found[0]);
    }

    @SafeVarargs
    private static <T> List<T> atOnce(Callable<T>... acts) throws Exception {
        CyclicBarrier start = new CyclicBarrier(acts.length);
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> act : acts) {
            running.add(THREADS.submit(() -> {
                start.await();
                return act.call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }
}
