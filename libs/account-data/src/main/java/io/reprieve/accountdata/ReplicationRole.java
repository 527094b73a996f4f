package io.reprieve.accountdata;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Sets {@code session_replication_role} for one statement at a time: {@code replica} keeps its triggers, those of foreign
 * keys among them, from firing. Only where every trigger that the statement would fire is one that the map mutes, and
 * whatever the foreign keys would have checked is proved otherwise.
 */
final class ReplicationRole {

    private static final String ORIGIN = "origin";
    private static final String REPLICA = "replica";

    private final Sql sql;
    private final Set<TriggerName> muted;
    private final List<Trigger> triggers;
    private final boolean granted;
    private String role = ORIGIN;

    private ReplicationRole(Sql sql, PostgresSource source, boolean granted) throws SQLException {
        this.sql = sql;
        this.muted = source.triggers().mute();
        this.triggers = TriggerReader.read(sql);
        this.granted = granted;
    }

    /** Whether the map says that the login may set it, and it may. */
    static boolean granted(Sql sql, PostgresSource source) throws SQLException {
        return source.replicationRole()
                && sql.yes("SELECT pg_catalog.has_parameter_privilege('session_replication_role', 'SET')");
    }

    static ReplicationRole of(Sql sql, PostgresSource source, boolean granted) throws SQLException {
        return new ReplicationRole(sql, source, granted);
    }

    /**
     * Before a statement that writes to these tables.
     *
     * @param tables roots, where they are partitioned
     * @param event insert, update or delete
     * @throws AccountRefused when it would fire a trigger that the map says to mute
     */
    void before(String event, Collection<TableName> tables) throws SQLException {
        List<Trigger> firing = triggers.stream()
                .filter(trigger -> trigger.enabled() != 'D' && trigger.on(event) && tables.contains(trigger.root()))
                .toList();
        boolean silent = granted && firing.stream().allMatch(this::mutable);
        if (!silent) {
            firing.stream()
                    .filter(trigger -> listed(trigger) && trigger.enabled() != 'R')
                    .findFirst()
                    .ifPresent(this::refuse);
        }
        set(silent ? REPLICA : ORIGIN);
    }

    /** From here on every trigger fires. */
    void origin() throws SQLException {
        set(ORIGIN);
    }

    private void set(String wanted) throws SQLException {
        if (!role.equals(wanted)) {
            sql.run("SET LOCAL session_replication_role = " + wanted);
            role = wanted;
        }
    }

    /** Triggers ENABLE ALWAYS and ENABLE REPLICA fire under the replication role. */
    private boolean mutable(Trigger trigger) {
        return trigger.enabled() == 'O' && listed(trigger);
    }

    private boolean listed(Trigger trigger) {
        return muted.contains(trigger.name())
                || muted.contains(new TriggerName(trigger.name().trigger(), trigger.root()));
    }

    private void refuse(Trigger trigger) {
        throw new AccountRefused(List.of(Finding.error(
                "trigger-not-muted",
                trigger.name(),
                "the map says to mute it, which needs the right to set session_replication_role, and that no other trigger"
                        + " that is to fire is fired by the same statement: run the product set-up again")));
    }
}
