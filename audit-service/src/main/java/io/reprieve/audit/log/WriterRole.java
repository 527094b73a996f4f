package io.reprieve.audit.log;

import io.quarkus.runtime.StartupEvent;
import io.reprieve.edge.StartupRefusal;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Refuses to start, outside the local profile, as a database role that could change what the log holds. */
@ApplicationScoped
class WriterRole {
    private static final int FIRST = 10;
    private static final String MAY_CHANGE = "SELECT bool_or(has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')"
            + " OR pg_has_role(c.relowner, 'MEMBER'))"
            + " FROM pg_class c WHERE c.oid IN ('log_entry'::regclass, 'log_tile'::regclass, 'log_checkpoint'::regclass)";

    private final DataSource dataSource;

    WriterRole(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void check(@Observes @Priority(FIRST) StartupEvent starting) {
        StartupRefusal.collect()
                .requireOutsideLocal(
                        !mayChange(),
                        "REPRIEVE_DB_USER",
                        "may change or remove entries of the log: give the service a role that is not the owner of its"
                                + " tables, and the owner as REPRIEVE_DB_OWNER to the migration alone")
                .orRefuse();
    }

    boolean mayChange() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(MAY_CHANGE);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
