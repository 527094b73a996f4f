package io.reprieve.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.cabinet.Cabinet;
import java.util.HashSet;
import java.util.Set;

/** Hands every journey an account of its own, so that they do not disturb one another; the incident's cast is left out. */
final class Accounts {
    private static final Set<String> TAKEN = new HashSet<>();

    private Accounts() {}

    static synchronized JsonNode take(Story story) {
        String cast = Cabinet.cast().toString();
        JsonNode items = story.api()
                .get("support", "account-service", "/accounts?limit=200&status=ACTIVE")
                .orFail("listing accounts")
                .body()
                .path("items");
        for (JsonNode account : items) {
            if (!cast.contains(account.path("accountKey").asText())
                    && TAKEN.add(account.path("accountKey").asText())) {
                return account;
            }
        }
        throw new AssertionError("no account left: a larger Cabinet is needed");
    }
}
