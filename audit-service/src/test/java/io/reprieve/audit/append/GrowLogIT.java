package io.reprieve.audit.append;

import static io.reprieve.audit.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprieve.audit.AuditServers;
import io.reprieve.audit.Events;
import io.reprieve.audit.append.Placement.Placed;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.Entry;
import io.reprieve.audit.log.LogConfig;
import io.reprieve.audit.log.LogDamaged;
import io.reprieve.audit.log.LogStanding;
import io.reprieve.audit.log.LogStore;
import io.reprieve.audit.log.LogTransaction;
import io.reprieve.audit.note.NoteSigner;
import io.reprieve.edge.Ed25519Pem;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step of the log at a time, and what somebody with the owner's login may have done to it in between. */
@QuarkusTest
@WithTestResource(AuditServers.class)
class GrowLogIT {
    @Inject
    GrowLog log;

    @Inject
    LogStore store;

    @Inject
    LogConfig config;

    @Test
    void calls_that_waited_together_are_under_one_checkpoint() throws Exception {
        List<Outcome> outcomes = log.grow(List.of(List.of(entry(), entry()), List.of(entry()), List.of(entry())));

        Checkpoint checkpoint = outcomes.get(0).checkpoint();
        assertThat(outcomes).extracting(Outcome::checkpoint).containsOnly(checkpoint);
        assertThat(owner("SELECT min(size) FROM log_checkpoint WHERE size > " + (checkpoint.size() - 4)))
                .isEqualTo(String.valueOf(checkpoint.size()));
    }

    @Test
    void a_reused_id_fails_its_own_call_and_no_neighbours() throws Exception {
        Events known = event();
        log.grow(List.of(List.of(known.entry())));
        Entry same = known.entry();
        Entry rewritten = known.detail("rewritten").entry();
        Entry companion = entry();
        Entry neighbour = entry();

        List<Outcome> outcomes =
                log.grow(List.of(List.of(companion, rewritten), List.of(neighbour), List.of(same), List.of(companion)));

        assertThat(outcomes.get(0).placed()).isEqualTo(new Placed.Refused(known.id()));
        assertThat(outcomes.stream().map(Outcome::added)).containsExactly(0, 1, 0, 1);
        long size = outcomes.get(3).checkpoint().size();
        assertThat(owner("SELECT index FROM log_entry WHERE event_id = '" + neighbour.id() + "'"))
                .isEqualTo(String.valueOf(size - 2));
        assertThat(owner("SELECT index FROM log_entry WHERE event_id = '" + companion.id() + "'"))
                .isEqualTo(String.valueOf(size - 1));
    }

    @Test
    void what_does_not_commit_leaves_nothing_and_no_gap() throws Exception {
        Entry lost = entry();
        try (LogTransaction transaction = store.takeTurn()) {
            transaction.add(transaction.newestCheckpoint().orElseThrow().size(), List.of(lost, entry()), List.of());
        }

        log.grow(List.of(List.of(entry())));

        assertThat(stored(lost)).isFalse();
        assertThat(owner("SELECT count(*) = max(index) + 1 FROM log_entry")).isEqualTo("t");
    }

    @Test
    void what_is_stored_otherwise_than_it_was_hashed_is_not_signed() throws Exception {
        Entry sent = entry();
        Entry stored = new Entry(sent.id(), sent.source(), entry().leaf(), sent.leafHash());

        assertThatThrownBy(() -> log.grow(List.of(List.of(stored))))
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("recomputed from what is stored");
        assertThat(stored(sent)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            log_entry      | leaf = set_byte(leaf, 9, get_byte(leaf, 9) # 1)                | index = (SELECT max(index) FROM log_entry)
            log_entry      | leaf_hash = set_byte(leaf_hash, 9, get_byte(leaf_hash, 9) # 1) | index = (SELECT max(index) FROM log_entry)
            log_tile       | root = set_byte(root, 31, get_byte(root, 31) # 128)            | level = 0 AND index = (SELECT max(index) FROM log_tile WHERE level = 0)
            log_checkpoint | root = set_byte(root, 0, get_byte(root, 0) # 1)                | number = (SELECT max(number) FROM log_checkpoint)
            log_checkpoint | note = overlay(note placing '\u2014 other' from position(E'\\n\\n' in note) + 2 for 7) | number = (SELECT max(number) FROM log_checkpoint)
            """)
    void a_log_altered_where_it_grows_refuses_to_grow(String table, String change, String where) throws Exception {
        // A full tile at least, and an entry behind it.
        int growth = newest().size() % 256 == 255 ? 258 : 257;
        log.grow(List.of(Stream.generate(GrowLogIT::entry).limit(growth).toList()));
        awaitCosigned();
        String column = change.substring(0, change.indexOf(' '));
        String place = owner("SELECT ctid FROM " + table + " WHERE " + where);
        String before = owner("SELECT " + column + "::text FROM " + table + " WHERE ctid = '" + place + "'");

        String altered = alter(table, change, place);
        try {
            assertThatThrownBy(() -> log.grow(List.of(List.of(entry())))).isInstanceOf(LogDamaged.class);
        } finally {
            alter(table, column + " = '" + before + "'", altered);
        }
        assertThat(log.grow(List.of(List.of(entry()))).get(0).added()).isEqualTo(1);
    }

    @Test
    void an_idle_log_is_signed_again_once_its_checkpoint_is_a_minute_old() throws Exception {
        log.grow(List.of(List.of(entry())));
        Checkpoint old = newest();
        alter(
                "log_checkpoint",
                "signed_at = signed_at - interval '61 s'",
                owner("SELECT ctid FROM log_checkpoint ORDER BY number DESC LIMIT 1"));

        log.beat();
        Checkpoint fresh = newest();
        log.beat();

        assertThat(fresh.note()).isEqualTo(old.note());
        assertThat(fresh.signedAt()).isAfter(old.signedAt());
        assertThat(newest().signedAt()).isEqualTo(fresh.signedAt());
    }

    @Test
    void a_new_key_takes_over_from_one_that_signs_beside_it_and_not_without() throws Exception {
        PrivateKey running = Ed25519Pem.privateKey(Path.of(config.signingKey().orElseThrow()));
        KeyPair old = new KeyPair(Ed25519Pem.publicKeyOf(running), running);
        KeyPair fresh = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        GrowLog both = signedBy(fresh, old);
        GrowLog alone = signedBy(fresh);

        assertThatThrownBy(() -> alone.grow(List.of(List.of(entry()))))
                .isInstanceOf(LogDamaged.class)
                .hasMessageContaining("is not signed by this log");
        both.grow(List.of(List.of(entry())));
        assertThat(signatures(newest())).isEqualTo(2);
        alone.grow(List.of(List.of(entry())));
        assertThat(signatures(newest())).isEqualTo(1);
        both.grow(List.of(List.of(entry())));
        assertThat(log.grow(List.of(List.of(entry()))).get(0).added()).isEqualTo(1);
    }

    // The witness must not be shown the log while it is altered: it would never forget that.
    private static void awaitCosigned() {
        await().atMost(Duration.ofSeconds(30)).until(() -> owner("SELECT EXISTS (SELECT FROM log_cosignature"
                        + " WHERE size = (SELECT max(size) FROM log_checkpoint))")
                .equals("t"));
    }

    private GrowLog signedBy(KeyPair... keys) {
        return new GrowLog(store, config, new NoteSigner(config.origin(), List.of(keys)), new LogStanding());
    }

    private static long signatures(Checkpoint checkpoint) {
        return checkpoint
                .note()
                .lines()
                .filter(line -> line.startsWith("\u2014 "))
                .count();
    }

    private static boolean stored(Entry entry) throws SQLException {
        return owner("SELECT 1 FROM log_entry WHERE event_id = '" + entry.id() + "'") != null;
    }

    private Checkpoint newest() {
        return store.latestCheckpoint().orElseThrow();
    }

    private static Entry entry() {
        return event().entry();
    }

    private static String owner(String sql) throws SQLException {
        try (Connection connection = AuditServers.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** As somebody does who owns the tables; the row's new place. */
    private static String alter(String table, String change, String place) throws SQLException {
        try (Connection connection = AuditServers.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " DISABLE TRIGGER append_only");
            try (ResultSet row = statement.executeQuery(
                    "UPDATE " + table + " SET " + change + " WHERE ctid = '" + place + "' RETURNING ctid")) {
                row.next();
                return row.getString(1);
            } finally {
                statement.execute("ALTER TABLE " + table + " ENABLE TRIGGER append_only");
            }
        }
    }
}
