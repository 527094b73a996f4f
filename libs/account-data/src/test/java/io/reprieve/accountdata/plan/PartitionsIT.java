package io.reprieve.accountdata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.MemoryArchive;
import io.reprieve.accountdata.Orders;
import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.order.RestorePlan;
import io.reprieve.accountdata.order.RestoreResult;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Archived rows that no partition takes by now are found before a restore, with the statement that gives them one. */
@Tag("every-version")
class PartitionsIT {

    private static final DataMap MAP = DataMap.parse("""
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.event, public.region, public.shard]
            """);

    private static final String SCHEMA = """
            CREATE TABLE account (id integer PRIMARY KEY);
            CREATE TABLE event (account integer NOT NULL REFERENCES account, id integer, at date, PRIMARY KEY (id, at))
                PARTITION BY RANGE (at);
            CREATE TABLE event_01 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
            CREATE TABLE event_02 PARTITION OF event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
            CREATE TABLE event_03 PARTITION OF event FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
            CREATE TABLE region (account integer NOT NULL REFERENCES account, id integer, "Code" text COLLATE "C", n integer,
                PRIMARY KEY (id, "Code", n)) PARTITION BY LIST ("Code");
            CREATE TABLE region_eu PARTITION OF region FOR VALUES IN ('DE', 'IS') PARTITION BY RANGE (n);
            CREATE TABLE region_eu_low PARTITION OF region_eu FOR VALUES FROM (MINVALUE) TO (100);
            CREATE TABLE region_eu_high PARTITION OF region_eu FOR VALUES FROM (100) TO (200);
            CREATE TABLE region_us PARTITION OF region FOR VALUES IN ('US');
            CREATE TABLE shard (account integer NOT NULL REFERENCES account, id integer PRIMARY KEY) PARTITION BY HASH (id);
            CREATE TABLE shard_0 PARTITION OF shard FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE shard_1 PARTITION OF shard FOR VALUES WITH (MODULUS 4, REMAINDER 1);
            CREATE TABLE shard_3 PARTITION OF shard FOR VALUES WITH (MODULUS 4, REMAINDER 3);
            INSERT INTO account VALUES (1), (2);
            INSERT INTO event VALUES (1, 10, '2026-01-15'), (1, 11, '2026-02-15'), (1, 12, '2026-03-15'), (2, 13, '2026-02-20');
            INSERT INTO region VALUES (1, 20, 'DE', 5), (1, 21, 'IS', 150), (1, 22, 'US', 1);
            INSERT INTO shard SELECT 1, n FROM generate_series(1, 40) n;
            """;

    private static final String GONE = "DELETE FROM event WHERE account = 1; DELETE FROM region; DELETE FROM shard;"
            + " DELETE FROM account WHERE id = 1";

    private static Product product;
    private static MemoryArchive archive;

    @BeforeAll
    static void exportAndErase() throws SQLException {
        product = new Product(SCHEMA);
        product.setUp(MAP);
        archive = Orders.export(product.restoring(MAP), "1");
        product.run(GONE);
    }

    private static RestorePlan planAfter(ArchiveSource from, String change, String undo) throws SQLException {
        product.run(change);
        try {
            return product.restoring(MAP).planRestore(from, "1", Product.digestKey(Orders.ACCOUNT));
        } finally {
            product.run(undo);
        }
    }

    private static Finding missing(RestorePlan plan) {
        assertThat(plan.runnable()).isFalse();
        assertThat(plan.findings()).extracting(Finding::rule).containsExactly("partition-missing");
        return plan.findings().get(0);
    }

    @Test
    void a_partition_taken_off_is_named_with_the_statement_that_attaches_it() throws SQLException {
        Finding finding = missing(planAfter(
                archive,
                "ALTER TABLE event DETACH PARTITION event_02",
                "ALTER TABLE event ATTACH PARTITION event_02 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"));

        assertThat(finding.subject()).isEqualTo("public.event");
        assertThat(finding.message())
                .contains("no partition for 1 archived rows (id=11, at=2026-02-15)")
                .contains("ALTER TABLE public.event ATTACH PARTITION public.event_02 FOR VALUES FROM ('2026-02-01') TO"
                        + " ('2026-03-01')");
    }

    @Test
    void a_partition_taken_off_whose_rows_have_a_place_elsewhere_is_noted() throws SQLException {
        RestorePlan plan = planAfter(
                archive,
                "ALTER TABLE event DETACH PARTITION event_03; CREATE TABLE event_rest PARTITION OF event DEFAULT",
                "DROP TABLE event_rest;"
                        + " ALTER TABLE event ATTACH PARTITION event_03 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");

        assertThat(plan.runnable()).isTrue();
        assertThat(plan.findings()).singleElement().satisfies(note -> {
            assertThat(note.rule()).isEqualTo("partition-detached");
            assertThat(note.subject()).isEqualTo("public.event_03");
        });
    }

    @Test
    void a_partition_dropped_is_made_again_as_it_was_and_the_restore_runs_then() throws SQLException {
        String create =
                "CREATE TABLE public.event_03 PARTITION OF public.event FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')";
        assertThat(missing(planAfter(archive, "DROP TABLE event_03", create)).message())
                .contains("id=12", create);

        assertThat(Orders.restore(product.restoring(MAP), "1", archive, "rst_parts"))
                .isInstanceOf(RestoreResult.Restored.class);
        product.run(GONE);
    }

    @Test
    void below_a_partition_the_missing_one_is_named_with_its_own_parent() throws SQLException {
        Finding finding = missing(planAfter(
                archive,
                "DROP TABLE region_eu_high",
                "CREATE TABLE region_eu_high PARTITION OF region_eu FOR VALUES FROM (100) TO (200)"));

        assertThat(finding.subject()).isEqualTo("public.region_eu");
        assertThat(finding.message())
                .contains("id=21, Code=IS, n=150")
                .contains(
                        "CREATE TABLE public.region_eu_high PARTITION OF public.region_eu FOR VALUES FROM (100) TO (200)");
    }

    @Test
    void without_a_record_of_what_was_there_the_bounds_come_from_the_rows_and_their_neighbours() throws SQLException {
        ArchiveSource old = new WithoutPartitions(archive);

        assertThat(missing(
                                planAfter(
                                        old,
                                        "DROP TABLE event_02",
                                        "CREATE TABLE event_02 PARTITION OF event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"))
                        .message())
                .contains("PARTITION OF public.event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
        assertThat(missing(
                                planAfter(
                                        old,
                                        "DROP TABLE event_03",
                                        "CREATE TABLE event_03 PARTITION OF event FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')"))
                        .message())
                .contains("PARTITION OF public.event FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
        assertThat(missing(planAfter(
                                old,
                                "DROP TABLE region_us",
                                "CREATE TABLE region_us PARTITION OF region FOR VALUES IN ('US')"))
                        .message())
                .contains("id=22", "PARTITION OF public.region FOR VALUES IN ('US')");
        assertThat(missing(planAfter(
                                old,
                                "DROP TABLE shard_3",
                                "CREATE TABLE shard_3 PARTITION OF shard FOR VALUES WITH (MODULUS 4, REMAINDER 3)"))
                        .message())
                .contains("PARTITION OF public.shard FOR VALUES WITH (MODULUS 4, REMAINDER 3)");
    }

    @Test
    void all_in_place_is_nothing_to_speak_of() throws SQLException {
        assertThat(planAfter(archive, "SELECT 1", "SELECT 1").findings()).isEmpty();
    }

    /** As it was written before partitions were kept. */
    private static final class WithoutPartitions extends MemoryArchive {

        private final MemoryArchive whole;

        WithoutPartitions(MemoryArchive whole) {
            this.whole = whole;
            rows.putAll(whole.rows);
        }

        @Override
        public List<TableShape> tables() {
            return whole.tables().stream()
                    .map(shape ->
                            new TableShape(shape.name(), shape.kind(), shape.columns(), shape.key(), shape.types()))
                    .toList();
        }

        @Override
        public List<TableContent> contents() {
            return whole.contents();
        }

        @Override
        public List<ObjectEntry> objects() {
            return List.of();
        }
    }
}
