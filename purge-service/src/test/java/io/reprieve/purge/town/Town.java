package io.reprieve.purge.town;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.SignedTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The other services, as small as their contract allows: account-, backup- and audit-service at one address. What they
 * really do is tried with the real ones by the journey tests; here they are made to fail at will.
 */
public final class Town {
    private static Town town;

    /** Services that do not answer at the moment: account, backup, audit. */
    public final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** Accounts whose erasure happens while its answer is lost. */
    public final Set<String> losesErasureAnswers = ConcurrentHashMap.newKeySet();

    /** What account-service refuses an account's erasure with. */
    public final Map<String, String> refusesErasure = new ConcurrentHashMap<>();

    /** Accounts whose backup fails. */
    public final Set<String> failsBackups = ConcurrentHashMap.newKeySet();

    /** Accounts whose backup comes to no end. */
    public final Set<String> neverEndsBackups = ConcurrentHashMap.newKeySet();

    /** Reports of deletions that nobody had a warrant for. */
    public final Map<Long, String> reportedDeletions = new ConcurrentHashMap<>();

    /** How far the log's clock is behind. */
    public volatile Duration logIsBehind = Duration.ZERO;

    private final Map<String, TownAccount> accounts = new ConcurrentHashMap<>();
    private final TownBackups backups;
    private final SignedTokens.Verifier warrants;
    private final TownLog log;

    private Town(int port, Path keys) throws IOException {
        backups = new TownBackups(keys, accounts, failsBackups, neverEndsBackups);
        warrants = SignedTokens.verifier(keys.resolve("purge.pub"), "purge-service", "account-service");
        log = new TownLog(keys);
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "town");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public static synchronized Town get() {
        if (town == null) {
            try {
                town = new Town(
                        ConfigProvider.getConfig().getValue("test.town.port", Integer.class),
                        Path.of(ConfigProvider.getConfig().getValue("test.keys", String.class)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return town;
    }

    public TownAccount account(String name, long rows, long objects) {
        TownAccount account = new TownAccount(name, rows, objects);
        accounts.put(account.id, account);
        return account;
    }

    /** Types of the audit events of a purge that reached the log. */
    public List<String> eventsOf(String purgeId) {
        return log.of(purgeId).stream().map(e -> e.path("type").asText()).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            answer(exchange, route(exchange.getRequestMethod(), path.split("/"), exchange, body));
        } catch (Refusal e) {
            ObjectNode problem = object().put("code", e.getMessage()).put("detail", "refused by the town");
            send(exchange, e.status, problem.toString());
        } catch (RuntimeException e) {
            send(
                    exchange,
                    500,
                    object().put("code", "internal")
                            .put("detail", String.valueOf(e))
                            .toString());
        }
    }

    private JsonNode route(String method, String[] path, HttpExchange exchange, byte[] body) {
        String what = path[3];
        if (what.equals("events:batch") || what.equals("events")) {
            requireUp("audit");
            return what.equals("events") ? log.proof(path[4]) : log.append(body);
        }
        if (what.equals("checkpoints")) {
            requireUp("audit");
            return object().put("signedAt", Instant.now().minus(logIsBehind).toString());
        }
        if (Set.of("backups", "operations", "restores", "drills").contains(what)) {
            requireUp("backup");
            return backups.answer(path, exchange.getRequestHeaders().getFirst("Idempotency-Key"), body);
        }
        requireUp("account");
        return accountService(method, path, exchange, body);
    }

    private JsonNode accountService(String method, String[] path, HttpExchange exchange, byte[] body) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path[3].equals("data-map")) {
            ObjectNode check = object().put("passes", true)
                    .put("dataMapDigest", "map-digest")
                    .put("fenceDeclared", true);
            check.putArray("findings");
            return check;
        }
        if (path[3].equals("unsanctioned-deletions")) {
            ObjectNode page = object();
            ArrayNode items = page.putArray("items");
            reportedDeletions.forEach(
                    (number, account) -> items.addObject().put("number", number).put("accountId", account));
            return page;
        }
        if (path[3].equals("accounts") && path[4].equals("summary")) {
            return object().put("live", accounts.size());
        }
        if (path[3].equals("tombstones")) {
            ObjectNode page = object();
            ArrayNode items = page.putArray("items");
            accounts.values().stream()
                    .filter(a -> a.tombstone != null
                            && query.contains(a.tombstone.path("purgeRequestId").asText()))
                    .forEach(a -> items.add(a.tombstone));
            return page;
        }
        TownAccount account = accounts.get(path[4]);
        if (account == null) {
            throw new Refusal(404, "not-found");
        }
        return path.length == 5 ? account.json() : ofAccount(method, path[5], account, query, exchange, body);
    }

    private JsonNode ofAccount(
            String method, String part, TownAccount account, String query, HttpExchange exchange, byte[] body) {
        return switch (part) {
            case "footprint" -> account.footprint();
            case "purge-facts" -> account.purgeFacts();
            case "duplicates" -> {
                ObjectNode page = object();
                ArrayNode items = page.putArray("items");
                account.twins.forEach(twin -> items.addObject()
                        .put("accountId", twin.id)
                        .put("name", twin.name)
                        .put("status", twin.status)
                        .set("footprint", twin.footprint()));
                yield page;
            }
            case "content" ->
                object().put("rowsDigest", account.rowsDigest())
                        .put("objectVersionsDigest", account.objectVersionsDigest())
                        .put("epoch", account.epoch);
            case "fence" -> {
                if (method.equals("DELETE")) {
                    if (account.status.equals("PURGED")) {
                        throw new Refusal(409, "account-purged");
                    }
                    account.lift(query.replaceAll(".*purgeRequestId=([^&]*).*", "$1"));
                    yield object();
                }
                JsonNode order = json(body);
                if (account.fencedBy == null
                        && account.epoch != order.path("expectedEpoch").asLong()) {
                    throw new Refusal(412, "epoch-moved");
                }
                account.fence(order.path("purgeRequestId").asText());
                yield account.fence();
            }
            case "key-turns" -> {
                JsonNode turn = json(body);
                String token = exchange.getRequestHeaders().getFirst("Authorization");
                account.keyTurns.add(turn.path("turn").asText() + " " + Tokens.person(token));
                yield object().put("id", Ids.next("ktn"))
                        .put("turn", turn.path("turn").asText())
                        .put("personId", Tokens.person(token));
            }
            case "erasure" -> erase(account, json(body));
            default -> throw new Refusal(404, "not-found");
        };
    }

    private JsonNode erase(TownAccount account, JsonNode order) {
        JsonNode claims =
                warrants.verify("reprieve-warrant+jwt", order.path("warrant").asText());
        if (refusesErasure.containsKey(account.id)) {
            throw new Refusal(409, refusesErasure.get(account.id));
        }
        if (account.tombstone != null) {
            throw new Refusal(409, "warrant-spent");
        }
        String purgeId = claims.path("purgeRequestId").asText();
        boolean holds = claims.path("epoch").asLong() == account.epoch
                && purgeId.equals(account.fencedBy)
                && claims.path("keyTurns").size() >= 2;
        if (!holds) {
            throw new Refusal(412, "epoch-moved");
        }
        ObjectNode tombstone = account.erase(purgeId, "of the receipt");
        if (losesErasureAnswers.contains(account.id)) {
            throw new Refusal(503, "connection lost");
        }
        return tombstone;
    }

    private void requireUp(String service) {
        if (silent.contains(service)) {
            throw new Refusal(503, "down");
        }
    }

    private static void answer(HttpExchange exchange, JsonNode body) throws IOException {
        if (body == null) {
            send(exchange, 404, "{\"code\":\"not-found\"}");
        } else {
            send(exchange, 200, body.toString());
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode json(byte[] body) {
        return Json.parse(new String(body, StandardCharsets.UTF_8));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What a person's token says, unverified: enough to see whose token was handed on. */
    private static final class Tokens {
        static String person(String bearer) {
            String payload = bearer.substring("Bearer ".length()).split("\\.")[1];
            JsonNode claims = json(java.util.Base64.getUrlDecoder().decode(payload));
            return claims.hasNonNull("person_id")
                    ? claims.get("person_id").asText()
                    : "service:" + claims.path("azp").asText();
        }
    }

    private static final class Refusal extends RuntimeException {
        private final int status;

        Refusal(int status, String code) {
            super(code);
            this.status = status;
        }
    }
}
