package io.reprieve.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprieve.cabinet.Cabinet;
import io.reprieve.cabinet.ProductAccount;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Makes the suite know Cabinet's accounts, over its API and as the person who would: the provisioner. */
final class Registration {
    private static final int AT_ONCE = 4;
    private static final String SERVICE = Part.ACCOUNT.id();

    private final Api api;

    Registration(Api api) {
        this.api = api;
    }

    /** Registers those that are not known yet and tells how many that were. */
    int registerMissing(DataSource product) throws SQLException {
        Set<String> known = knownKeys();
        List<ProductAccount> missing = Cabinet.accounts(product).stream()
                .filter(account -> !known.contains(account.key()))
                .toList();
        ExecutorService clerks = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> done = missing.stream()
                    .<Future<?>>map(account -> clerks.submit(() -> register(account)))
                    .toList();
            for (Future<?> one : done) {
                one.get();
            }
            return missing.size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackRefused("interrupted while registering accounts", e);
        } catch (ExecutionException e) {
            throw new StackRefused(
                    "an account could not be registered: " + e.getCause().getMessage(), e.getCause());
        } finally {
            clerks.shutdownNow();
        }
    }

    private void register(ProductAccount account) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", account.name());
        body.put("accountKey", account.key());
        body.put("domain", account.domain());
        body.put("plan", account.plan());
        body.put("source", "IMPORT");
        Map<String, String> externalIds = new LinkedHashMap<>();
        put(externalIds, "crm", account.crmId());
        put(externalIds, "cpq", account.cpqId());
        put(externalIds, "billing", account.billingId());
        body.put("externalIds", externalIds);
        body.put(
                "contacts",
                account.contacts().stream()
                        .map(email -> Map.of("email", email, "role", "owner"))
                        .toList());
        api.post("provisioner", SERVICE, "/accounts", body, "import-" + account.key())
                .orFail("registering account " + account.key());
    }

    private Set<String> knownKeys() {
        Set<String> keys = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = api.get("provisioner", SERVICE, "/accounts?limit=200" + cursor)
                    .orFail("listing the registered accounts")
                    .body();
            page.path("items")
                    .forEach(account -> keys.add(account.path("accountKey").asText()));
            String next = page.path("next").asText("");
            cursor = next.isEmpty() || next.equals("null")
                    ? ""
                    : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return keys;
    }

    private static void put(Map<String, String> ids, String system, String id) {
        if (id != null) {
            ids.put(system, id);
        }
    }
}
