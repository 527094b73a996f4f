package io.reprieve.accountdata.triggers;

import io.reprieve.accountdata.catalog.Trigger;
import io.reprieve.accountdata.datamap.KnownTriggers;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets {@code session_replication_role} for one statement at a time: {@code replica} keeps its triggers, those of foreign
 * keys among them, from firing. Whatever the foreign keys' triggers would have checked is then proved otherwise; other
 * constraints that work by triggers keep them.
 */
public final class ReplicationRole {

    private static final String ORIGIN = "origin";
    private static final String REPLICA = "replica";

    private static final String MAY_SET = "pg_catalog.has_parameter_privilege('session_replication_role', 'SET')";

    /**
     * Tables with constraints whose triggers nothing else stands in for: keys and exclusions that can be deferred, references
     * of several columns that are all or none null, and those of periods.
     */
    private static final String GUARDED = """
            SELECT n.nspname, r.relname FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid OR k.contype = 'f' AND c.oid = k.confrelid
              JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
              JOIN pg_namespace n ON n.oid = r.relnamespace
             WHERE k.contype IN ('p', 'u', 'x') AND k.condeferrable
                OR k.contype = 'f' AND (k.confmatchtype <> 's' AND cardinality(k.conkey) > 1
                                        OR coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false))""";

    private final Sql sql;
    private final KnownTriggers known;
    private final List<Trigger> triggers;
    private final Set<TableName> guarded;
    private final boolean granted;
    private final boolean restoring;
    private String role = ORIGIN;

    private ReplicationRole(AccountSnapshot account, boolean granted, boolean restoring) throws SQLException {
        this.sql = account.session().sql();
        this.known = account.ownership().source().triggers();
        this.triggers = account.ownership().catalog().triggers();
        this.guarded = new HashSet<>(
                sql.keepingPlans().list(GUARDED, row -> new TableName(row.getString(1), row.getString(2))));
        this.granted = granted;
        this.restoring = restoring;
    }

    /** Whether the map says that the login may set it, and it may. */
    public static boolean forErasure(Sql sql, PostgresSource source) throws SQLException {
        return source.replicationRole() && sql.yes("SELECT " + MAY_SET);
    }

    /** Whether the login may set it and lock what owned rows refer to, and there is something to gain by it. */
    public static boolean forRestore(Sql sql, PostgresSource source) throws SQLException {
        Set<TableName> owned = source.accountTables();
        String oids = owned.stream()
                .map(table -> "pg_catalog.to_regclass(" + SqlText.literal(table.sql()) + ")")
                .collect(Collectors.joining(", ", "(", ")"));
        return sql.yes("SELECT " + MAY_SET
                        + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0"
                        + " AND k.conrelid IN " + oids + " AND k.confrelid NOT IN " + oids
                        + " AND NOT pg_catalog.has_any_column_privilege(k.confrelid, 'UPDATE'))")
                && (source.replicationRole()
                        || sql.yes("SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE NOT t.tgisinternal"
                                + " AND t.tgenabled = 'O' AND t.tgtype & 4 <> 0"
                                + " AND coalesce(pg_catalog.pg_partition_root(t.tgrelid), t.tgrelid::pg_catalog.regclass) IN "
                                + oids + ")"));
    }

    /** For an erasure, in which triggers fire unless the map mutes them. */
    public static ReplicationRole erasing(AccountSnapshot account, boolean granted) throws SQLException {
        return new ReplicationRole(account, granted, false);
    }

    /** For a restore, in which triggers do not fire where it can be helped: rows come back as they were. */
    public static ReplicationRole restoring(AccountSnapshot account, boolean granted) throws SQLException {
        return new ReplicationRole(account, granted, true);
    }

    /**
     * Before a statement that writes to these tables; says whether no trigger will fire.
     *
     * @param event insert, update or delete
     * @param tables roots, where they are partitioned
     * @throws AccountRefused when it would fire a trigger that the map says to mute
     */
    public boolean before(String event, Collection<TableName> tables) throws SQLException {
        List<Trigger> firing = triggers.stream()
                .filter(trigger -> trigger.enabled() != 'D' && trigger.on(event) && tables.contains(trigger.root()))
                .toList();
        boolean silent = granted
                && tables.stream().noneMatch(guarded::contains)
                && firing.stream().allMatch(this::mutable)
                && !(event.equals("update") && firing.isEmpty());
        if (!silent) {
            firing.stream()
                    .filter(trigger -> known.mutes(trigger) && trigger.enabled() != 'R')
                    .findFirst()
                    .ifPresent(this::refuse);
        }
        set(silent ? REPLICA : ORIGIN);
        return silent;
    }

    /** From here on every trigger fires. */
    public void origin() throws SQLException {
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
        return trigger.enabled() == 'O' && (restoring || known.mutes(trigger));
    }

    private void refuse(Trigger trigger) {
        throw new AccountRefused(List.of(Finding.error(
                "trigger-not-muted",
                trigger.name(),
                "the map says to mute it, and this statement would fire it: the login has no right to set"
                        + " session_replication_role, or rows of the account are live, or its table has triggers that are"
                        + " to fire or constraints that can be deferred")));
    }
}
