package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
        List<Table> read = new ArrayList<>(ownership.insertOrder());
        map.postgres().shared().forEach(name -> ownership.catalog().table(name).ifPresent(read::add));
        for (Table table : read) {
            readable(table, findings);
        }
        boolean erases = may(ownership.root(), "DELETE");
        for (Table table : ownership.insertOrder()) {
            if (erases && !may(table, "DELETE")) {
                findings.add(Finding.error(
                        "not-deletable",
                        table.name(),
                        "this login may delete from the root but not from it: run the product set-up again"));
            }
        }
        fence(erases, findings);
    }

    private boolean may(Table table, String right) throws SQLException {
        return sql.yes("SELECT has_table_privilege(" + table.oid() + "::oid, '" + right + "')");
    }

    private void readable(Table table, List<Finding> findings) throws SQLException {
        if (!may(table, "SELECT")) {
            findings.add(Finding.error(
                    "not-readable", table.name(), "this login may not read it: run the product set-up again"));
        } else if (sql.yes("SELECT row_security_active(" + table.oid() + "::oid)")) {
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
            sql.run("ROLLBACK TO SAVEPOINT fence");
        }
    }
}
