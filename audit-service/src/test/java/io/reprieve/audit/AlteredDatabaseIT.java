package io.reprieve.audit;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.ProofCheck;
import io.reprieve.verifier.PublicKeys;
import io.reprieve.verifier.Verdict;
import io.reprieve.verifier.log.KeptCheckpoints;
import io.reprieve.verifier.log.LogCheck;
import io.reprieve.verifier.log.LogService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Alterations by the owner of the log's tables, found by whoever checks the service from outside with public keys. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class AlteredDatabaseIT {
    private static final int ROUNDS = Boolean.getBoolean("reprieve.deep") ? 200 : 1;

    /**
     * What is done, to which table; {@code $i} an index, {@code $b} a bit.
     *
     * @param namesTheEntry whether the check names it; where a row is missing, the service itself refuses to serve what it was in
     */
    private record Alteration(String table, String sql, boolean namesTheEntry) {}

    private static final List<Alteration> ALTERATIONS = List.of(
            new Alteration(
                    "log_entry",
                    "UPDATE log_entry SET leaf = set_bit(leaf, $b, 1 - get_bit(leaf, $b)) WHERE index = $i",
                    true),
            new Alteration(
                    "log_entry",
                    "UPDATE log_entry SET leaf_hash = set_bit(leaf_hash, $b % 256, 1 - get_bit(leaf_hash, $b % 256))"
                            + " WHERE index = $i",
                    false),
            new Alteration("log_entry", "UPDATE log_entry SET event_id = event_id || 'x' WHERE index = $i", false),
            new Alteration("log_entry", "DELETE FROM log_entry WHERE index = $i", false),
            new Alteration("log_entry", "UPDATE log_entry SET index = index + 1000000 WHERE index = $i", false),
            new Alteration(
                    "log_entry",
                    "UPDATE log_entry a SET leaf = b.leaf, leaf_hash = b.leaf_hash FROM log_entry b"
                            + " WHERE a.index IN ($i, $i + 1) AND b.index IN ($i, $i + 1) AND a.index <> b.index",
                    true),
            new Alteration(
                    "log_tile",
                    "UPDATE log_tile SET hashes = set_bit(hashes, $i * 256 + $b % 256,"
                            + " 1 - get_bit(hashes, $i * 256 + $b % 256)) WHERE level = 0 AND index = 0",
                    true),
            new Alteration(
                    "log_tile",
                    "UPDATE log_tile SET root = set_bit(root, $b % 256, 1 - get_bit(root, $b % 256))"
                            + " WHERE level = 0 AND index = 0",
                    false),
            new Alteration("log_tile", "DELETE FROM log_tile WHERE level = 0 AND index = 0", false),
            new Alteration(
                    "log_checkpoint",
                    "UPDATE log_checkpoint SET root = set_bit(root, $b % 256, 1 - get_bit(root, $b % 256))",
                    false),
            new Alteration("log_checkpoint", "UPDATE log_checkpoint SET size = size + 1", false),
            new Alteration(
                    "log_checkpoint",
                    "UPDATE log_checkpoint SET note = overlay(note placing 'A' from length(note) - 20 for 2)",
                    false));

    private static final int TILE = 256;

    @ConfigProperty(name = "reprieve.audit.public-key")
    Path logKey;

    @ConfigProperty(name = "reprieve.audit.url")
    URI service;

    @Test
    void whatever_the_owner_of_the_tables_alters_is_found_and_the_first_bad_entry_named() throws Exception {
        List<String> ids = new ArrayList<>();
        Events[] events = IntStream.range(0, 300).mapToObj(i -> event()).toArray(Events[]::new);
        for (Events event : events) {
            ids.add(event.id());
        }
        long last = Api.append("purge-service", lines(events)).jsonPath().getLong("items[299].index");
        assertThat(whole()).matches(Verdict::ok);
        try (Connection turn = AuditServers.owner().getConnection();
                Statement hold = turn.createStatement()) {
            // Nothing is appended meanwhile: putting the rows back would take it away again.
            hold.execute("SELECT pg_advisory_lock(" + 0x5265707269657665L + ")");
            eachAlteration(ids, last);
        }
        assertThat(whole()).matches(Verdict::ok);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Api.append("purge-service", event().line()).statusCode() == 200);
    }

    private void eachAlteration(List<String> ids, long last) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        // Two entries that change places behind the last full tile are seen, but nothing signed tells which they were.
        long fullTiles = (last + 1) / TILE * TILE;
        for (int round = 0; round < ROUNDS; round++) {
            for (Alteration alteration : ALTERATIONS) {
                // Of those whose proofs are asked for below; with tiles, of the first.
                long index = alteration.table().equals("log_tile")
                        ? random.nextInt(TILE)
                        : random.nextLong(last - 290, fullTiles - 1);
                String sql = alteration
                        .sql()
                        .replace("$i", String.valueOf(index))
                        .replace("$b", String.valueOf(random.nextInt(1000)));
                copied(alteration.table(), sql);
                try {
                    Verdict verdict = whole();
                    assertThat(verdict.ok() && isReady() && allProved(ids))
                            .as("%s, seed %d", sql, seed)
                            .isFalse();
                    if (alteration.namesTheEntry()) {
                        assertThat(verdict.index())
                                .as("%s, seed %d: %s", sql, seed, verdict.message())
                                .isEqualTo(index);
                    }
                } finally {
                    putBack(alteration.table());
                }
            }
        }
    }

    private Verdict whole() throws Exception {
        try {
            return LogCheck.verify(
                    new LogService(service, Optional.of(Api.token("auditor")), false),
                    LogKeys.of(PublicKeys.ed25519(logKey)),
                    KeptCheckpoints.none(),
                    Optional.empty());
        } catch (IOException e) {
            return Verdict.no("the service does not give it: " + e.getMessage());
        }
    }

    private static boolean isReady() {
        return Api.as("auditor").get("/q/health/ready").statusCode() == 200;
    }

    private boolean allProved(List<String> ids) throws Exception {
        for (String id : ids) {
            var proof = Api.as("auditor").get("/api/v1/events/" + id + "/proof");
            if (proof.statusCode() != 200
                    || !ProofCheck.verify(proof.asString(), PublicKeys.ed25519(logKey))
                            .ok()) {
                return false;
            }
        }
        return true;
    }

    private static String[] lines(Events[] events) {
        String[] lines = new String[events.length];
        for (int at = 0; at < events.length; at++) {
            lines[at] = events[at].line();
        }
        return lines;
    }

    private static void copied(String table, String sql) throws SQLException {
        as(statement -> {
            statement.execute("CREATE TABLE unaltered AS TABLE " + table);
            statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
        });
    }

    private static void putBack(String table) throws SQLException {
        as(statement -> {
            statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            statement.execute("TRUNCATE " + table);
            statement.execute("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE TABLE unaltered");
            statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            statement.execute("DROP TABLE unaltered");
        });
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private static void as(Work work) throws SQLException {
        try (Connection owner = AuditServers.owner().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            work.on(statement);
            owner.commit();
        }
    }
}
