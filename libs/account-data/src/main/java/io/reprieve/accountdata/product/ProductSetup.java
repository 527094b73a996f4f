package io.reprieve.accountdata.product;

import io.reprieve.accountdata.catalog.Catalog;
import io.reprieve.accountdata.catalog.CatalogReader;
import io.reprieve.accountdata.check.KnownCatalog;
import io.reprieve.accountdata.check.TriggersCheck;
import io.reprieve.accountdata.datamap.DataMap;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Declarations;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.ownership.OwnershipBuilder;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.LargeObjectFunctions;
import io.reprieve.accountdata.snapshot.LargeObjects;
import io.reprieve.accountdata.sql.Refusals;
import io.reprieve.accountdata.sql.Session;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.triggers.TriggerWrites;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Makes what the suite keeps in the product's database: schema {@code reprieve} with the ledger, and two roles with exactly
 * the rights that the data map calls for.
 */
public final class ProductSetup {

    private ProductSetup() {}

    /**
     * A login of the suite.
     *
     * @param user role name
     * @param password its password
     */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /**
     * Applies {@link #sql} in one transaction. Safe to run again, and to be run again whenever the data map changes: rights
     * that the map no longer calls for are taken back.
     */
    public static void apply(DataSource admin, DataMap map, Login eraser, Login restorer) {
        try (Session session = Session.readCommitted(admin)) {
            for (String statement : statements(session, map, eraser, restorer)) {
                session.sql().run(statement);
            }
            session.commit();
        } catch (SQLException e) {
            throw Refusals.failure("the product set-up", e);
        }
    }

    /** The statements, in order, for people who apply them themselves. Passwords are in them. */
    public static List<String> sql(DataSource admin, DataMap map, Login eraser, Login restorer) {
        try (Session session = Session.readCommitted(admin)) {
            return statements(session, map, eraser, restorer);
        } catch (SQLException e) {
            throw Refusals.failure("the product set-up", e);
        }
    }

    private static List<String> statements(Session session, DataMap map, Login eraser, Login restorer)
            throws SQLException {
        Catalog catalog = CatalogReader.read(session.sql());
        List<Finding> invalid = new ArrayList<>();
        Map<TableName, Set<TableName>> reads = Declarations.read(session.sql(), map.postgres(), catalog, invalid);
        if (!invalid.isEmpty()) {
            throw new AccountRefused(invalid);
        }
        Ownership ownership = new OwnershipBuilder(map.postgres(), catalog, reads).build();
        boolean rowSecurity = session.sql().yes("SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relrowsecurity)");
        session.searchPath(CatalogReader.SEARCH_PATH);
        boolean restoresSilently = map.postgres().replicationRole() || mayMute(session.sql(), ownership);
        String database = SqlName.quote(session.sql().text("SELECT pg_catalog.current_database()"));
        List<String> statements = new ArrayList<>();
        for (Login login : List.of(eraser, restorer)) {
            String role = SqlName.quote(login.user());
            statements.add(createRole(login));
            statements.add("ALTER ROLE " + role + " LOGIN PASSWORD " + SqlText.literal(login.password()));
            if (rowSecurity) {
                statements.add("ALTER ROLE " + role + " BYPASSRLS");
            }
            statements.add("GRANT CONNECT, TEMPORARY ON DATABASE " + database + " TO " + role);
            boolean mutes =
                    login == restorer ? restoresSilently : map.postgres().replicationRole();
            replicationRole(session.sql(), mutes, login).ifPresent(statements::add);
        }
        statements.addAll(LedgerSchema.statements(eraser.user(), restorer.user()));
        statements.addAll(LargeObjectFunctions.statements(LargeObjects.of(ownership), eraser.user(), restorer.user()));
        statements.add(KnownCatalog.of(map.postgres(), catalog).record(map.digest()));
        List<TableName> recordings =
                TriggerWrites.named(session.sql(), new TriggersCheck(map.postgres(), catalog).firedByErasures());
        statements.addAll(new ProductGrants(ownership, session.sql(), restoresSilently)
                .statements(eraser.user(), restorer.user(), recordings));
        return statements;
    }

    /** The right is the whole server's, not this database's; only a superuser may give it. */
    private static Optional<String> replicationRole(Sql sql, boolean mutes, Login login) throws SQLException {
        String role = SqlName.quote(login.user());
        if (mutes) {
            return Optional.of("GRANT SET ON PARAMETER session_replication_role TO " + role);
        }
        boolean given = sql.yes("SELECT EXISTS (SELECT FROM pg_catalog.pg_parameter_acl p,"
                + " pg_catalog.aclexplode(p.paracl) a JOIN pg_catalog.pg_roles r ON r.oid = a.grantee"
                + " WHERE p.parname = 'session_replication_role' AND r.rolname = " + SqlText.literal(login.user())
                + ")");
        return given ? Optional.of("REVOKE SET ON PARAMETER session_replication_role FROM " + role) : Optional.empty();
    }

    /** Rows that come back are to fire nothing; where nobody may give that right, what triggers change is found out. */
    private static boolean mayMute(Sql sql, Ownership ownership) throws SQLException {
        boolean fires = ownership.catalog().triggers().stream()
                .anyMatch(
                        trigger -> trigger.on("insert") && trigger.enabled() == 'O' && ownership.owns(trigger.root()));
        return fires && sql.yes("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
    }

    private static String createRole(Login login) {
        return "DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = "
                + SqlText.literal(login.user()) + ") THEN CREATE ROLE " + SqlName.quote(login.user())
                + " LOGIN; END IF; END $do$";
    }
}
