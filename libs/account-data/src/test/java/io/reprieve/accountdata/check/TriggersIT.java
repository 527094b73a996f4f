package io.reprieve.accountdata.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.report.CheckReport;
import io.reprieve.accountdata.report.Finding;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which triggers the data map has to account for. */
class TriggersIT {

    private static final String MAP = """
            sources:
              - name: app
                kind: postgresql
                root: { table: public.account, key: id }
                owned: [public.doc, public.log]
                shared: [public.person]
                ignored: [public.other]
                unlink: [public.person.last]
            """;

    private Product product;

    @BeforeEach
    void setUp() throws SQLException {
        product = new Product("""
                CREATE TABLE account (id integer PRIMARY KEY);
                CREATE TABLE person (id integer PRIMARY KEY, name text, last integer REFERENCES account);
                CREATE TABLE doc (id integer PRIMARY KEY, account_id integer NOT NULL REFERENCES account,
                    above integer REFERENCES doc ON DELETE SET NULL, text text);
                CREATE TABLE log (n integer, account_id integer NOT NULL REFERENCES account) PARTITION BY RANGE (n);
                CREATE TABLE log1 PARTITION OF log FOR VALUES FROM (1) TO (9);
                CREATE TABLE other (id integer);
                CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                """);
        product.setUp(DataMap.parse(MAP));
    }

    private List<Finding> check(String map) {
        return product.erasing(DataMap.parse(map)).check().findings();
    }

    private static List<String> about(List<Finding> findings, String rule) {
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(Finding::subject)
                .toList();
    }

    private void trigger(String trigger) throws SQLException {
        product.run("CREATE " + trigger.replaceFirst("^(CONSTRAINT )?", "$1TRIGGER ") + " EXECUTE FUNCTION f()");
    }

    @Test
    void each_trigger_that_would_fire_has_to_be_accounted_for() throws SQLException {
        trigger("going BEFORE DELETE ON doc FOR EACH ROW WHEN (OLD.id > 1)");
        trigger("gone AFTER DELETE ON doc FOR EACH STATEMENT");
        trigger("coming AFTER INSERT OR UPDATE ON account FOR EACH ROW");
        trigger("CONSTRAINT held AFTER INSERT ON doc DEFERRABLE INITIALLY DEFERRED FOR EACH ROW");
        trigger("set_null AFTER UPDATE OF above ON doc FOR EACH ROW");
        trigger("unlinked AFTER UPDATE OF last ON person FOR EACH ROW");
        trigger("part AFTER DELETE ON log1 FOR EACH ROW");
        trigger("whole AFTER DELETE ON log FOR EACH ROW");
        trigger("always BEFORE INSERT ON doc FOR EACH ROW");
        product.run("ALTER TABLE doc ENABLE ALWAYS TRIGGER always");

        List<Finding> findings = check(MAP);

        assertThat(about(findings, "trigger-unaccounted"))
                .containsExactlyInAnyOrder(
                        "going on public.doc",
                        "gone on public.doc",
                        "coming on public.account",
                        "held on public.doc",
                        "set_null on public.doc",
                        "unlinked on public.person",
                        "part on public.log1",
                        "whole on public.log",
                        "always on public.doc");
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("held on public.doc"))
                .singleElement()
                .satisfies(held -> assertThat(held.message())
                        .startsWith(
                                "after each row's insert, deferred to the commit, it calls public.f(): it fires in a"
                                        + " restore (insert), and neither does the data map say whether it may"));
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("set_null on public.doc"))
                .singleElement()
                .satisfies(set -> assertThat(set.message())
                        .contains("after each row's update of above", "by doc_above_fkey of public.doc to public.doc"));
    }

    @Test
    void triggers_that_neither_an_erasure_nor_a_restore_fires_are_left_alone() throws SQLException {
        trigger("touched BEFORE UPDATE OF text ON doc FOR EACH ROW");
        trigger("emptied BEFORE TRUNCATE ON doc FOR EACH STATEMENT");
        trigger("renamed AFTER UPDATE OF name ON person FOR EACH ROW");
        trigger("born AFTER INSERT ON person FOR EACH ROW");
        trigger("elsewhere AFTER DELETE ON other FOR EACH ROW");
        trigger("per_partition AFTER DELETE ON log1 FOR EACH STATEMENT");
        trigger("off AFTER DELETE ON doc FOR EACH ROW");
        trigger("replica AFTER DELETE ON doc FOR EACH ROW");
        product.run("ALTER TABLE doc DISABLE TRIGGER off, ENABLE REPLICA TRIGGER replica");

        assertThat(check(MAP)).noneMatch(finding -> finding.rule().startsWith("trigger"));
    }

    @Test
    void what_was_there_at_the_set_up_is_told_and_what_came_or_changed_since_is_not_accepted() throws SQLException {
        String map = MAP + "    # another map\n    notLinks: [public.person.name]\n";
        trigger("seen AFTER DELETE ON doc FOR EACH ROW");
        trigger("altered AFTER DELETE ON doc FOR EACH ROW");
        product.run("ALTER TABLE other ADD account_id integer");
        product.setUp(DataMap.parse(map));
        assertThat(product.erasing(DataMap.parse(map)).check().passes()).isTrue();
        assertThat(about(check(map), "trigger-fires")).containsExactly("altered on public.doc", "seen on public.doc");
        assertThat(about(check(map), "column-like-a-link")).containsExactly("public.other.account_id");

        product.run("CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        product.run(
                "DROP TRIGGER altered ON doc; CREATE TRIGGER altered AFTER DELETE ON doc FOR EACH ROW EXECUTE FUNCTION g()");
        trigger("new AFTER DELETE ON doc FOR EACH ROW");
        product.run("ALTER TABLE other ADD accountid integer");
        product.setUp(DataMap.parse(map));
        assertThat(about(check(map), "trigger-unaccounted"))
                .containsExactlyInAnyOrder("altered on public.doc", "new on public.doc");
        assertThat(about(check(map), "column-unaccounted")).containsExactly("public.other.accountid");

        product.run(
                "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM person; RETURN NULL; END'");
        assertThat(about(check(map), "trigger-unaccounted")).contains("seen on public.doc");
    }

    @Test
    void listed_triggers_pass_and_are_told_and_absent_ones_do_not() throws SQLException {
        trigger("\"Going\" BEFORE DELETE ON doc FOR EACH ROW");
        trigger("part AFTER DELETE ON log1 FOR EACH ROW");
        String listed = MAP + "    triggers: { fire: ['\"Going\" on public.doc', part on public.log%s] }\n";

        CheckReport report =
                product.erasing(DataMap.parse(listed.formatted(""))).check();
        assertThat(report.passes()).isTrue();
        assertThat(about(report.findings(), "trigger-fires"))
                .containsExactly("\"Going\" on public.doc", "part on public.log1");
        assertThat(about(check(listed.formatted(", gone on public.doc")), "trigger-missing"))
                .containsExactly("gone on public.doc");
    }

    @Test
    void a_partition_whose_copy_of_a_trigger_was_switched_on_again_is_noticed() throws SQLException {
        trigger("whole AFTER DELETE ON log FOR EACH ROW");
        product.run("ALTER TABLE log DISABLE TRIGGER whole");
        assertThat(about(check(MAP), "trigger-unaccounted")).isEmpty();

        product.run("ALTER TABLE log1 ENABLE TRIGGER whole");
        assertThat(about(check(MAP), "trigger-unaccounted")).containsExactly("whole on public.log1");
    }

    @Test
    void to_mute_takes_the_replication_role_and_the_right_to_set_it() throws SQLException {
        trigger("outbox AFTER DELETE ON doc FOR EACH ROW");
        String muted = MAP + "    triggers: { mute: [outbox on public.doc] }\n";

        assertThat(about(check(muted), "mute-not-possible")).containsExactly("triggers.mute");
        assertThat(about(check(muted + "    replicationRole: true\n"), "replication-role-denied"))
                .containsExactly("replicationRole");

        product.run("GRANT SET ON PARAMETER session_replication_role TO "
                + product.eraser().user());
        CheckReport report = product.erasing(DataMap.parse(muted + "    replicationRole: true\n"))
                .check();
        assertThat(report.passes()).isTrue();
        assertThat(about(report.findings(), "trigger-muted")).containsExactly("outbox on public.doc");
    }

    @Test
    void what_the_replication_role_does_not_silence_cannot_be_muted() throws SQLException {
        trigger("always AFTER DELETE ON doc FOR EACH ROW");
        trigger("replica AFTER INSERT ON doc FOR EACH ROW");
        product.run("ALTER TABLE doc ENABLE ALWAYS TRIGGER always, ENABLE REPLICA TRIGGER replica");

        assertThat(about(
                        check(MAP + "    replicationRole: true\n    triggers: { mute: [always on public.doc,"
                                + " replica on public.doc] }\n"),
                        "trigger-not-mutable"))
                .containsExactly("always on public.doc", "replica on public.doc");
    }

    @Test
    void event_triggers_are_told() throws SQLException {
        product.run("CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + " CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION e()");

        assertThat(about(check(MAP), "event-triggers")).containsExactly("watching");
    }
}
