package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.name.TriggerName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's trigger.
 *
 * @param name the trigger and the table it is on, which may be a partition
 * @param root the table, or for a partition the table it is part of
 * @param function what it calls
 * @param before whether it runs before what is written, rather than after
 * @param eachRow whether it runs once a row, rather than once a statement
 * @param deferred whether it waits for the commit
 * @param conditional whether it has a WHEN clause
 * @param events in words: insert, update, delete, truncate
 * @param updated the columns whose update alone it is for; empty for any
 * @param definition a digest of how it and its function are defined
 * @param enabled PostgreSQL's letter: O for ordinary sessions, R for those of the replication role, A always, D never
 */
public record Trigger(
        TriggerName name,
        TableName root,
        String function,
        boolean before,
        boolean eachRow,
        boolean deferred,
        boolean conditional,
        List<String> events,
        List<String> updated,
        String definition,
        char enabled) {

    public boolean on(String event) {
        return events.contains(event);
    }

    public boolean ofPartition() {
        return !root.equals(name.table());
    }

    /** When it fires and what it calls, as part of a sentence. */
    public String describe() {
        List<String> all = new ArrayList<>(events);
        if (!updated.isEmpty()) {
            all.set(all.indexOf("update"), "update of " + SqlText.columns(updated));
        }
        return (before ? "before " : "after ") + (eachRow ? "each row's " : "each statement's ")
                + String.join(" or ", all) + (conditional ? ", under a condition," : "")
                + (deferred ? ", deferred to the commit," : "") + " it calls " + function;
    }
}
