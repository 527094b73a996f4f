package io.reprieve.localstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.localstack.Api;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The suite's API in the words of the story. Whatever takes its time is asked for until it is there. */
final class Suite {
    static final String ACCOUNT = "account-service";
    static final String PURGE = "purge-service";
    static final String BACKUP = "backup-service";
    static final String AUDIT = "audit-service";

    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Api api;
    // a story told again on the same home asks anew; within one, a repeated question is the same question
    private final String story = UUID.randomUUID().toString();

    Suite(Api api) {
        this.api = api;
    }

    Api api() {
        return api;
    }

    /** An Idempotency-Key of this story. */
    String once(String what) {
        return story + "/" + what;
    }

    JsonNode get(String user, String service, String path) {
        return api.get(user, service, path).orFail("GET " + path).body();
    }

    /** The registered account with this key in the product. */
    JsonNode accountByKey(String user, String key) {
        for (JsonNode account :
                get(user, ACCOUNT, "/accounts?limit=200&query=" + key).path("items")) {
            if (account.path("accountKey").asText().equals(key)) {
                return account;
            }
        }
        throw new StoryBroken("the account with key " + key + " is not registered");
    }

    JsonNode account(String user, String id) {
        return get(user, ACCOUNT, "/accounts/" + id);
    }

    /** A purge request as {@code user} sees it now, with its ETag. */
    Api.Reply purge(String user, String id) {
        return api.get(user, PURGE, "/purge-requests/" + id).orFail("GET /purge-requests/" + id);
    }

    /** Looks at a purge request until it is in one of these states; tells of every change on the way. */
    Api.Reply purgeIn(Set<String> states, String user, String id, Consumer<String> changes) {
        Map<String, String> seen = new HashMap<>();
        return until("purge request " + id + " to be " + String.join(" or ", states), () -> {
            Api.Reply reply = purge(user, id);
            String state = reply.body().path("state").asText();
            if (!state.equals(seen.put("state", state))) {
                changes.accept(state);
            }
            return states.contains(state) ? Optional.of(reply) : Optional.empty();
        });
    }

    /** Looks at a long operation until it has ended, and answers its result. */
    JsonNode operation(String user, String id) {
        JsonNode ended = until("operation " + id + " to end", () -> Optional.of(get(user, BACKUP, "/operations/" + id))
                .filter(operation -> !operation.path("state").asText().equals("RUNNING")));
        if (!ended.path("state").asText().equals("SUCCEEDED")) {
            throw new StoryBroken("operation " + id + " failed: "
                    + ended.path("problem").path("detail").asText(ended.toString()));
        }
        return ended.path("result");
    }

    /** Asks until there is an answer. */
    <T> T until(String what, Supplier<Optional<T>> asked) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> answer = asked.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new StoryBroken("waited " + PATIENCE.toMinutes() + " minutes for " + what);
            }
            try {
                Thread.sleep(LOOK_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoryBroken("interrupted while waiting for " + what);
            }
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new StoryBroken(otherwise);
        }
    }
}
