package io.reprieve.accountdata.check;

import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.datamap.FenceSql;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjectFunctions;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What this login, in this database, can and cannot do. */
final class SessionCheck {

    private final DataMap map;
    private final Ownership ownership;
    private final Sql sql;

    SessionCheck(DataMap map, Ownership ownership, Sql sql) {
        this.map = map;
        this.ownership = ownership;
        this.sql = sql;
    }

    void run(List<Finding> findings) throws SQLException {
        if (!"origin".equals(sql.text("SELECT current_setting('session_replication_role')"))) {
            findings.add(Finding.error(
                    "triggers-off",
                    "session_replication_role",
                    "is not 'origin' for this login, so that foreign keys would not be checked: reset it"));
        }
        if (!sql.yes("SELECT coalesce(has_table_privilege(to_regclass('reprieve.ledger'), 'SELECT'), false)")) {
            findings.add(Finding.error(
                    "ledger-missing",
                    "reprieve.ledger",
                    "is not there or not readable: run the product set-up (docs/account-engine.md)"));
        }
        encoding(findings);
        replicationRole(findings);
        largeObjects(findings);
        boolean erases = rights(findings);
        fence(erases, findings);
    }

    private void encoding(List<Finding> findings) throws SQLException {
        if ("SQL_ASCII".equals(sql.text("SELECT current_setting('server_encoding')"))) {
            findings.add(Finding.error(
                    "encoding-unknown",
                    "server_encoding",
                    "is SQL_ASCII: PostgreSQL does not know what its bytes mean, so that no archive could hold them as"
                            + " text; move the product to a database in its real encoding"));
        }
    }

    private void replicationRole(List<Finding> findings) throws SQLException {
        if (map.postgres().replicationRole()
                && !sql.yes("SELECT has_parameter_privilege('session_replication_role', 'SET')")) {
            String fact = "the map says that this login may set session_replication_role, and it may not: ";
            String out =
                    "run the product set-up again as a superuser (GRANT SET ON PARAMETER session_replication_role)";
            findings.add(
                    map.postgres().triggers().mute().isEmpty()
                            ? Finding.note(
                                    "replication-role-denied",
                                    "replicationRole",
                                    fact + "foreign keys are checked row by row, which is slower; " + out)
                            : Finding.error(
                                    "replication-role-denied",
                                    "replicationRole",
                                    fact + "what is under triggers.mute would fire; " + out
                                            + ", or take both out of the map"));
        }
    }

    private void largeObjects(List<Finding> findings) throws SQLException {
        Optional<LargeObjects> objects = LargeObjects.of(ownership);
        String function = "to_regprocedure(" + SqlText.literal(LargeObjectFunctions.READ) + ")";
        if (objects.isPresent()
                && !sql.yes("SELECT coalesce(has_function_privilege(" + function + ", 'EXECUTE') AND obj_description("
                        + function + ", 'pg_proc') = " + SqlText.literal(LargeObjectFunctions.covers(objects.get()))
                        + ", false)")) {
            findings.add(Finding.error(
                    "large-objects-denied",
                    LargeObjects.NAME,
                    "this login does not reach the large objects that the map declares: run the product set-up again,"
                            + " as a superuser"));
        }
    }

    private record Rights(boolean select, boolean insert, boolean delete, boolean hidden) {}

    /** Says whether this is the login that erases. */
    private boolean rights(List<Finding> findings) throws SQLException {
        Map<Long, Rights> rights = new HashMap<>();
        List<Table> read = new ArrayList<>(ownership.insertOrder());
        map.postgres().shared().forEach(name -> ownership.catalog().table(name).ifPresent(read::add));
        String oids = read.stream().map(table -> table.oid() + "::oid").collect(Collectors.joining(", "));
        sql.each(
                "SELECT o, has_table_privilege(o, 'SELECT'), has_table_privilege(o, 'INSERT'),"
                        + " has_table_privilege(o, 'DELETE'), row_security_active(o) FROM unnest(ARRAY[" + oids
                        + "]) o",
                row -> rights.put(
                        row.getLong(1),
                        new Rights(row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5))));
        read.forEach(table -> readable(table, rights.get(table.oid()), findings));
        Rights root = rights.get(ownership.root().oid());
        for (Table table : ownership.insertOrder()) {
            if (root.delete() && !rights.get(table.oid()).delete()) {
                findings.add(Finding.error(
                        "not-deletable",
                        table.name(),
                        "this login may delete from the root but not from it: run the product set-up again"));
            }
            if (!root.delete() && root.insert() && !rights.get(table.oid()).insert()) {
                findings.add(Finding.error(
                        "not-insertable",
                        table.name(),
                        "this login may insert into the root but not into it: run the product set-up again"));
            }
        }
        return root.delete();
    }

    private static void readable(Table table, Rights rights, List<Finding> findings) {
        if (!rights.select()) {
            findings.add(Finding.error(
                    "not-readable", table.name(), "this login may not read it: run the product set-up again"));
        } else if (rights.hidden()) {
            findings.add(Finding.error(
                    "row-security",
                    table.name(),
                    "row-level security would hide rows from this login: give it BYPASSRLS"));
        }
    }

    private void fence(boolean erases, List<Finding> findings) throws SQLException {
        if (map.fence().isEmpty()) {
            findings.add(Finding.note(
                    "no-fence",
                    "fence",
                    "none is declared: nothing keeps the product from writing while an account waits"));
            return;
        }
        FenceSql fence = map.fence().get();
        explain("fence.on", fence.on(), erases, findings);
        explain("fence.off", fence.off(), erases, findings);
        if (fence.probe() == null) {
            findings.add(
                    Finding.note("no-probe", "fence.probe", "none is declared: that the fence holds is not proved"));
        } else {
            explain("fence.probe", fence.probe(), erases, findings);
        }
    }

    /** EXPLAIN plans a statement and checks its rights without running it. */
    private void explain(String what, String statement, boolean erases, List<Finding> findings) throws SQLException {
        sql.run("SAVEPOINT fence");
        sql.run("SET LOCAL row_security = on");
        try {
            sql.run("EXPLAIN " + SqlText.bindKey(statement, "NULL::" + ownership.keyType()));
        } catch (SQLException e) {
            String word = Refusals.message(e);
            // Only the login that erases keeps the fence; the others never run it.
            findings.add(
                    "42501".equals(e.getSQLState()) && !erases
                            ? Finding.note("fence-not-ours", what, "this login may not run it: " + word)
                            : Finding.error("fence-invalid", what, "PostgreSQL does not accept it: " + word));
        } finally {
            sql.run("ROLLBACK TO SAVEPOINT fence; RELEASE SAVEPOINT fence");
        }
    }
}
