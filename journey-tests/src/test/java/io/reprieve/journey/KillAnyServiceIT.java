package io.reprieve.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localservers.Checkout;
import io.reprieve.localstack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of one service while an account is purged and brought back: after a restart the story ends as if nothing
 * had happened, nothing is done twice, and the log has every event once.
 *
 * <p>One kill a state here; every service at every state, several times, with {@code -Pdeep}: {@code
 * journey-tests/crash-matrix} does that and prints the matrix.
 */
class KillAnyServiceIT {
    private static final List<String> SERVICES =
            List.of("account-service", "backup-service", "purge-service", "audit-service");
    private static final List<String> STATES =
            List.of("BACKING_UP", "AWAITING_APPROVAL", "COOLING_OFF", "ERASING", "PURGED");
    private static final int ROUNDS = 3;
    private static final CrashMatrix MATRIX = new CrashMatrix(SERVICES, STATES);

    private final Stack stack = TheStack.running();
    private final Story story = new Story(stack);

    record Crash(String service, String state, long delayMillis) {
        @Override
        public String toString() {
            return service + " killed " + delayMillis + " ms into " + state;
        }
    }

    static Stream<Crash> crashes() {
        if (!Boolean.getBoolean("reprieve.deep")) {
            return Stream.of(
                    new Crash("account-service", "ERASING", 40),
                    new Crash("backup-service", "BACKING_UP", 150),
                    new Crash("purge-service", "ERASING", 60),
                    new Crash("audit-service", "COOLING_OFF", 0),
                    new Crash("purge-service", "AWAITING_APPROVAL", 30));
        }
        Random random = new Random(Long.getLong("reprieve.seed", 34));
        return SERVICES.stream().flatMap(service -> STATES.stream().flatMap(state -> IntStream.range(0, ROUNDS)
                .mapToObj(round -> new Crash(service, state, random.nextInt(900)))));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    @DisplayName("the story ends the same")
    void the_story_ends_the_same(Crash crash) throws Exception {
        MATRIX.begun(crash.service(), crash.state());
        endsTheSame(crash);
        MATRIX.converged(crash.service(), crash.state());
    }

    @AfterAll
    static void tell() throws Exception {
        MATRIX.write(Checkout.root().resolve("journey-tests/target/crash-matrix.txt"));
    }

    private void endsTheSame(Crash crash) throws Exception {
        JsonNode account = Accounts.take(story);
        WholeDatabase before = WholeDatabase.of(stack.addresses().product());

        String purgeId = story.ask(account).path("id").asText();
        Thread killer = new Thread(() -> killWhen(crash, purgeId), "killer");
        killer.start();
        story.await(purgeId, "AWAITING_APPROVAL");
        approve(purgeId);
        JsonNode purge = story.await(purgeId, "PURGED");
        WholeDatabase gone = WholeDatabase.of(stack.addresses().product());
        assertThat(gone.differencesTo(before)).contains("public.accounts");
        assertThat(gone.rows("public.accounts")).isEqualTo(before.rows("public.accounts") - 1);

        story.restored(purge.path("evidence").path("backupId").asText());
        killer.join();

        assertThat(WholeDatabase.of(stack.addresses().product()).differencesTo(before))
                .isEmpty();
        theLogHasEveryEventOnce(purgeId);
    }

    /** Until it counts: who would take it may be dead. Again is refused as the same person's, and changes nothing. */
    private void approve(String purgeId) {
        Eventually.of(
                "the approval to count",
                Duration.ofMinutes(2),
                () -> {
                    story.approve("approver", purgeId);
                    return story.purge(purgeId).body();
                },
                purge -> STATES.indexOf(purge.path("state").asText()) > STATES.indexOf("AWAITING_APPROVAL"));
    }

    private void killWhen(Crash crash, String purgeId) {
        List<String> from = STATES.subList(STATES.indexOf(crash.state()), STATES.size());
        story.await(
                purgeId,
                crash.state() + " or later",
                purge -> from.contains(purge.path("state").asText()));
        sleep(crash.delayMillis());
        stack.kill(crash.service());
        sleep(500);
        stack.restart(crash.service());
    }

    private void theLogHasEveryEventOnce(String purgeId) {
        List<String> history = each(story.purge(purgeId).body(), "history", "eventId");
        JsonNode log = Eventually.of(
                "the purge's history in the log",
                Duration.ofMinutes(1),
                () -> story.api()
                        .get("auditor", "audit-service", "/events?limit=200&correlationId=" + purgeId)
                        .orFail("searching the log")
                        .body(),
                page -> types(page).containsAll(Set.of("purge.executing", "account.erased", "purge.executed"))
                        && each(page, "items", "id").containsAll(history));
        assertThat(types(log)).contains("purge.requested", "purge.approved", "warrant.issued");
        List<String> logged = each(log, "items", "id");
        assertThat(logged).doesNotHaveDuplicates();
        for (String once : List.of("purge.requested", "purge.executing", "account.erased", "purge.executed")) {
            assertThat(types(log).stream().filter(once::equals)).as(once).hasSize(1);
        }
    }

    private static List<String> types(JsonNode page) {
        return each(page, "items", "type");
    }

    private static List<String> each(JsonNode whole, String list, String field) {
        JsonNode items = whole.path(list);
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).path(field).asText())
                .toList();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
