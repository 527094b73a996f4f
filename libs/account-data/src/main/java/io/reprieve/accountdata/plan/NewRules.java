package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Belonging;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.snapshot.ArchivedRules;
import io.reprieve.accountdata.snapshot.Shapes;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import io.reprieve.accountdata.staging.StagedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds archived rows against each other by rules that came after the archive: unique keys, and keys between owned tables. */
final class NewRules {

    private static final int NAMED = 5;

    private NewRules() {}

    /** Archived rows that may not be together under a rule. */
    static List<Finding> among(Clashes clashes, StagedTable table, RowMaking making, KeyRule rule) throws SQLException {
        List<String> pairs = table.shape().rules().contains(rule.definition())
                ? List.of()
                : clashes.among(table, making, rule, NAMED);
        return pairs.isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        "key-broken",
                        SqlName.quote(rule.name()) + " of " + table.shape().name(),
                        "came after the archive, and archived rows clash with each other under it ("
                                + String.join("; ", pairs)
                                + "): drop it for the restore, and settle the rows after it"));
    }

    /** Archived rows that refer, by a key between owned tables, to what is neither archived nor live. */
    static List<Finding> orphans(AccountSnapshot account, List<StagedTable> staged) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        Sql sql = account.session().sql();
        Set<String> held = new HashSet<>();
        staged.forEach(table -> held.addAll(table.shape().rules()));
        for (ForeignKey key : account.ownership().innerKeys()) {
            Optional<StagedTable> child = of(key.from(), staged);
            // By this key the row is the account's, and what it refers to is archived with it.
            boolean upward = account.ownership().belongings().get(key.from()) instanceof Belonging.ThroughParent through
                    && through.key().equals(key);
            boolean ask = child.isPresent()
                    && key.problem() == null
                    && !(upward
                            && held.contains(definition(sql, key, child.get().live())))
                    && Shapes.columnNames(child.get().shape()).containsAll(key.columns());
            if (ask) {
                orphans(sql, key, account.ownership().catalog().itself(key.to()), child.get(), of(key.to(), staged))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> orphans(
            Sql sql, ForeignKey key, String to, StagedTable child, Optional<StagedTable> parent) throws SQLException {
        if (parent.isPresent() && !Shapes.columnNames(parent.get().shape()).containsAll(key.references())) {
            return Optional.empty();
        }
        String missing =
                parent.map(archived -> key.missing("a", archived.staged(), to)).orElseGet(() -> key.missing("a", to));
        List<String> named = sql.list(
                "SELECT " + child.rowName("a") + " FROM " + child.staged() + " AS a WHERE " + key.refers("a") + " AND "
                        + missing + " LIMIT " + NAMED,
                row -> row.getString(1));
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.error(
                        "reference-gone",
                        key,
                        "archived rows (" + String.join("; ", named) + ") refer to rows of " + key.to()
                                + " that are neither in the archive nor live: drop the key for the restore, or add those"
                                + " rows first"));
    }

    private static String definition(Sql sql, ForeignKey key, Table from) throws SQLException {
        return sql.qualified(() -> sql.text("SELECT " + ArchivedRules.CONSTRAINT
                + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND k.conrelid = "
                + from.oid() + " AND k.conname = " + SqlText.literal(key.name())));
    }

    private static Optional<StagedTable> of(TableName name, List<StagedTable> staged) {
        return staged.stream().filter(table -> table.live().name().equals(name)).findFirst();
    }
}
