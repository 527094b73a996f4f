package io.reprieve.purge.execution;

import io.reprieve.purge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The reports of deletions without a warrant that were read, by account-service's number. */
@ApplicationScoped
class ReadReports {
    private final Database database;

    ReadReports(Database database) {
        this.database = database;
    }

    Set<Long> all() {
        return Set.copyOf(database.list("SELECT report FROM deletion_read", row -> row.number("report")));
    }

    /** @return whether this call was the first to read it */
    boolean add(long report) {
        return database.update("INSERT INTO deletion_read (report) VALUES (?) ON CONFLICT DO NOTHING", report) == 1;
    }
}
