package io.reprieve.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.reprieve.accountdata.AccountEngine;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.order.ErasureOrder;
import io.reprieve.accountdata.order.ErasureResult;
import io.reprieve.accountdata.order.RestoreOrder;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.product.ProductSetup;
import io.reprieve.accountdata.scratch.ScratchDatabase;
import io.reprieve.backup.archive.ArchiveReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The engine in a process of its own, whose heap is capped. Takes one order a line, as JSON, and answers with one line:
 * how long the engine took for it and how many rows it was about.
 */
public final class EngineWorker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "acc_benchmark";

    private final Map<String, AgroalDataSource> pools = new HashMap<>();
    private final Map<String, ArchiveReader> archives = new HashMap<>();
    private final Archives taking = new Archives(Product.dataMap(false));
    private int count;

    private EngineWorker() {}

    /** @param args none */
    public static void main(String[] args) throws Exception {
        EngineWorker worker = new EngineWorker();
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            answers.println(JSON.writeValueAsString(worker.obey(JSON.readTree(line))));
        }
    }

    private ObjectNode obey(JsonNode order) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            long[] nanos = {System.nanoTime()};
            long rows = run(order, nanos);
            answer.put("seconds", (System.nanoTime() - nanos[0]) / 1e9).put("rows", rows);
        } catch (Exception e) {
            e.printStackTrace();
            answer.put("failed", String.valueOf(e));
        }
        return answer;
    }

    /** @param nanos when the clock started: what only prepares moves it on */
    private long run(JsonNode order, long[] nanos) throws Exception {
        String account = order.path("account").asText();
        String archive = order.path("archive").asText();
        AccountEngine engine =
                order.has("url") ? engine(order, order.path("fast").asBoolean()) : null;
        switch (order.path("do").asText()) {
            case "export" -> archives.put(archive, taking.take(engine, account, Path.of(archive)));
            case "verify" -> verify(order, archives.get(archive));
            case "backup" -> {
                archives.put(archive, taking.take(engine, account, Path.of(archive)));
                verify(order, archives.get(archive));
            }
            case "digest" -> {
                return rows(engine.content(account, Archives.DIGEST_KEY).tables());
            }
            case "erase" -> erase(engine, account, archives.get(archive));
            case "restore" -> restore(engine, account, archives.get(archive), nanos);
            case "leave" -> leave();
            default -> throw new IllegalArgumentException("unknown order " + order);
        }
        return archives.containsKey(archive) ? rows(archives.get(archive).contents()) : 0;
    }

    private AccountEngine engine(JsonNode order, boolean fast) throws SQLException {
        boolean deletes = order.path("do").asText().equals("erase");
        ProductSetup.Login login = deletes ? Product.ERASER : Product.RESTORER;
        return AccountEngine.of(Product.dataMap(fast), pool(order.path("url").asText(), login), Optional.empty());
    }

    private AgroalDataSource pool(String url, ProductSetup.Login login) throws SQLException {
        String name = url + " " + login.user();
        AgroalDataSource pool = pools.get(name);
        if (pool == null) {
            pool = Pool.of(url, login);
            pools.put(name, pool);
        }
        return pool;
    }

    private void verify(JsonNode order, ArchiveReader archive) throws SQLException {
        ScratchDatabase scratch = new ScratchDatabase(pool(order.path("scratch").asText(), Product.RESTORER));
        String found = scratch.verify(archive, Archives.DIGEST_KEY).rowsDigest();
        require(found.equals(archive.manifest().digests().rows()), "the verification differs");
    }

    private void erase(AccountEngine engine, String account, ArchiveReader archive) {
        int number = ++count;
        ErasureResult result = engine.erase(new ErasureOrder(
                "prg_" + number,
                "ers_" + number,
                ACCOUNT,
                account,
                1,
                Archives.DIGEST_KEY,
                archive.contents(),
                new byte[] {1},
                () -> true));
        require(result instanceof ErasureResult.Erased, String.valueOf(result));
    }

    /** The plan is people's to read: it is made before the clock starts. The restore itself plans again. */
    private void restore(AccountEngine engine, String account, ArchiveReader archive, long[] nanos) {
        RestorePlan plan = engine.planRestore(archive, account, Archives.DIGEST_KEY);
        nanos[0] = System.nanoTime();
        RestoreResult result = engine.restore(new RestoreOrder(
                "rst_" + ++count, ACCOUNT, account, 2, plan.rowsHash(), archive, Archives.DIGEST_KEY, true, new byte[] {
                    1
                }));
        require(result instanceof RestoreResult.Restored, String.valueOf(result));
    }

    private void leave() {
        pools.values().forEach(AgroalDataSource::close);
        pools.clear();
    }

    private static long rows(Iterable<TableContent> tables) {
        long rows = 0;
        for (TableContent table : tables) {
            rows += table.rows();
        }
        return rows;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
