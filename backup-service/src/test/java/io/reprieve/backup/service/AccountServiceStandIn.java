package io.reprieve.backup.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Speaks as much of account-service's API as backup-service calls; whole journeys are tried with the real one elsewhere. */
public final class AccountServiceStandIn {

    /** An account as it answers for it. */
    public record Account(String id, String key, String status, long epoch) {

        Account with(String newStatus, long newEpoch) {
            return new Account(id, key, newStatus, newEpoch);
        }
    }

    private static final Map<String, Account> ACCOUNTS = new ConcurrentHashMap<>();
    private static final List<String> REACTIVATED = new CopyOnWriteArrayList<>();
    private static final Map<String, String> DRILLS = new ConcurrentHashMap<>();
    private static final AtomicInteger SILENT_FOR = new AtomicInteger();
    private static final AtomicInteger SUPERSEDES = new AtomicInteger();

    private final HttpServer server;

    AccountServiceStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/accounts", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void stop() {
        server.stop(0);
    }

    /** Registers an account, active, at epoch 1. */
    public static void register(String id, String key) {
        ACCOUNTS.put(id, new Account(id, key, "ACTIVE", 1));
    }

    /** Knows no account any more. */
    public static void forgetAll() {
        ACCOUNTS.clear();
    }

    /** Changes how an account stands; its epoch rises. */
    public static void is(String id, String status) {
        ACCOUNTS.computeIfPresent(id, (k, account) -> account.with(status, account.epoch() + 1));
    }

    /** @return how the account stands */
    public static Account account(String id) {
        return ACCOUNTS.get(id);
    }

    /** The next so many reactivations are answered with 503. */
    public static void silentFor(int reactivations) {
        SILENT_FOR.set(reactivations);
    }

    /** The next so many reactivations come after a later erasure. */
    public static void supersedes(int reactivations) {
        SUPERSEDES.set(reactivations);
    }

    /** @return the restores it was told of, each as often as it was told */
    public static List<String> reactivatedBy() {
        return REACTIVATED;
    }

    /** @return what it was told of an account's last drill; null before */
    public static String lastDrill(String accountId) {
        return DRILLS.get(accountId);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/v1/accounts".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            send(exchange, 401, "{}");
        } else if (path.isEmpty()) {
            String asked = exchange.getRequestURI().getQuery();
            String items = ACCOUNTS.values().stream()
                    .filter(a -> asked.contains("status=" + a.status()))
                    .map(AccountServiceStandIn::json)
                    .collect(Collectors.joining(","));
            send(exchange, 200, "{\"items\":[" + items + "],\"next\":null}");
        } else if (path.endsWith("/reactivation")) {
            reactivate(exchange, path.substring(1, path.indexOf('/', 1)), body);
        } else if (path.endsWith("/last-drill")) {
            DRILLS.put(path.substring(1, path.indexOf('/', 1)), body);
            send(exchange, 200, body);
        } else {
            Account account = ACCOUNTS.get(path.substring(1));
            send(exchange, account == null ? 404 : 200, account == null ? "{}" : json(account));
        }
    }

    private static void reactivate(HttpExchange exchange, String id, String body) throws IOException {
        if (SILENT_FOR.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            send(exchange, 503, "{}");
            return;
        }
        if (SUPERSEDES.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            send(exchange, 409, "{\"code\":\"restore-superseded\"}");
            return;
        }
        REACTIVATED.add(body.replaceAll(".*\"restoreId\":\"([^\"]*)\".*", "$1"));
        is(id, "ACTIVE");
        send(exchange, 200, json(ACCOUNTS.get(id)));
    }

    private static String json(Account account) {
        return "{\"id\":\"" + account.id() + "\",\"name\":\"x\",\"accountKey\":\"" + account.key() + "\",\"status\":\""
                + account.status() + "\",\"epoch\":" + account.epoch() + ",\"fence\":null}";
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
