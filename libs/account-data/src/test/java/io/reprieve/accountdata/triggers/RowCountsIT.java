package io.reprieve.accountdata.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.accountdata.Product;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.triggers.RowCounts.Changes;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What PostgreSQL counts for a transaction, and what it does not. */
class RowCountsIT {

    private static final TableName PARENT = TableName.parse("public.parent");
    private static final TableName CHILD = TableName.parse("public.child");
    private static final TableName FRIEND = TableName.parse("public.friend");
    private static final TableName LOG = TableName.parse("public.log");

    private Session session;
    private Sql sql;

    @BeforeEach
    void open() throws SQLException {
        Product product = new Product("""
                CREATE TABLE parent (id integer PRIMARY KEY);
                CREATE TABLE child (id integer, parent integer REFERENCES parent ON DELETE CASCADE) PARTITION BY RANGE (id);
                CREATE TABLE child_1 PARTITION OF child FOR VALUES FROM (0) TO (10);
                CREATE TABLE child_2 PARTITION OF child FOR VALUES FROM (10) TO (20);
                CREATE TABLE friend (id integer PRIMARY KEY, parent integer REFERENCES parent ON DELETE SET NULL);
                CREATE TABLE log (line text);
                INSERT INTO parent SELECT generate_series(1, 3);
                INSERT INTO child SELECT n, 1 + n % 3 FROM generate_series(1, 19) n;
                INSERT INTO friend SELECT n, n FROM generate_series(1, 3) n;
                """);
        session = Session.readCommitted(product.admin());
        sql = session.sql();
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    @Test
    void cascades_and_links_set_null_are_counted_and_partitions_count_for_their_root() throws SQLException {
        RowCounts counts = RowCounts.from(sql);

        sql.run("DELETE FROM parent WHERE id = 1");

        assertThat(counts.changes(sql))
                .isEqualTo(Map.of(
                        PARENT, new Changes(0, 0, 1), CHILD, new Changes(0, 0, 6), FRIEND, new Changes(0, 1, 0)));
    }

    @Test
    void what_triggers_write_is_counted() throws SQLException {
        sql.run("CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO log VALUES (''gone''); RETURN NULL; END'");
        sql.run("CREATE TRIGGER tell AFTER DELETE ON friend FOR EACH ROW EXECUTE FUNCTION tell()");
        RowCounts counts = RowCounts.from(sql);

        sql.run("DELETE FROM friend");

        assertThat(counts.changes(sql)).isEqualTo(Map.of(FRIEND, new Changes(0, 0, 3), LOG, new Changes(3, 0, 0)));
    }

    @Test
    void earlier_transactions_of_a_pooled_session_do_not_count() throws SQLException {
        sql.run("INSERT INTO log VALUES ('earlier')");
        sql.connection().commit();
        sql.run("DELETE FROM friend");
        sql.connection().rollback();
        RowCounts counts = RowCounts.from(sql);

        sql.run("INSERT INTO log VALUES ('now')");

        assertThat(counts.changes(sql)).isEqualTo(Map.of(LOG, new Changes(1, 0, 0)));
    }

    @Test
    void a_rolled_back_savepoint_stays_counted_so_that_too_much_is_seen_rather_than_too_little() throws SQLException {
        RowCounts counts = RowCounts.from(sql);

        sql.run("SAVEPOINT here");
        sql.run("DELETE FROM friend WHERE id = 1");
        sql.run("ROLLBACK TO SAVEPOINT here");

        assertThat(counts.changes(sql)).isEqualTo(Map.of(FRIEND, new Changes(0, 0, 1)));
    }

    @Test
    void temporary_tables_are_nobodys_business() throws SQLException {
        RowCounts counts = RowCounts.from(sql);

        sql.run("CREATE TEMPORARY TABLE aside AS SELECT * FROM parent");

        assertThat(counts.changes(sql)).isEmpty();
    }
}
