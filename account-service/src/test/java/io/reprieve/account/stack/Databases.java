package io.reprieve.account.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The databases behind the service, looked at (and broken) as their administrator. */
public final class Databases {
    private Databases() {}

    /** account-service's own. */
    public static Connection own() throws SQLException {
        return connect(Api.setting("quarkus.datasource.jdbc.url"));
    }

    /** The product's. */
    public static Connection product() throws SQLException {
        return connect(Api.setting("quarkus.datasource.product.jdbc.url"));
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, Api.setting("test.admin.user"), Api.setting("test.admin.password"));
    }

    /** First column of the first row, as text. */
    public static String one(Connection connection, String sql) throws SQLException {
        try (connection;
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    public static void run(Connection connection, String... statements) throws SQLException {
        try (connection;
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Something to do while the database is broken. */
    @FunctionalInterface
    public interface Meanwhile {
        void run() throws Exception;
    }

    /** Does it while no tombstone can be written; afterwards they can be again, whatever came of it. */
    public static void withoutTombstones(Meanwhile meanwhile) throws Exception {
        run(
                own(),
                "CREATE FUNCTION out_of_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$",
                "CREATE TRIGGER out_of_order BEFORE INSERT ON tombstone EXECUTE FUNCTION out_of_order()");
        try {
            meanwhile.run();
        } finally {
            run(own(), "DROP TRIGGER out_of_order ON tombstone", "DROP FUNCTION out_of_order()");
        }
    }

    /** The rows of every account but one, of shared tables too, as a count and a hash per query. */
    public static List<String> rowsOfOthers(String key) throws SQLException {
        var queries = List.of(
                "SELECT * FROM public.accounts WHERE id <> " + key,
                "SELECT * FROM public.memberships WHERE account_id <> " + key,
                "SELECT * FROM public.cabinets WHERE account_id <> " + key,
                "SELECT d.* FROM public.documents d JOIN public.folders f ON f.id = d.folder_id"
                        + " JOIN public.cabinets c ON c.id = f.cabinet_id WHERE c.account_id <> " + key,
                "SELECT * FROM public.tags WHERE account_id <> " + key,
                "SELECT * FROM public.activity WHERE account_id <> " + key,
                "SELECT * FROM public.users",
                "SELECT * FROM public.plans");
        var prints = new ArrayList<String>();
        for (var query : queries) {
            prints.add(one(
                    product(),
                    "SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM ("
                            + query + ") t"));
        }
        return prints;
    }
}
