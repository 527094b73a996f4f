package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.report.Finding;
import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds rows that tie an account to another one, or to nobody: key by key, in sets. */
public final class CrossAccountEdges {

    private static final int NAMED = 5;

    private final Sql sql;
    private final Ownership ownership;
    private final AccountRows rows;
    private final List<Finding> findings = new ArrayList<>();

    private CrossAccountEdges(Sql sql, Ownership ownership, AccountRows rows) {
        this.sql = sql;
        this.ownership = ownership;
        this.rows = rows;
    }

    /** One finding a foreign key and direction, naming the first rows by key. */
    public static List<Finding> find(Sql sql, Ownership ownership, AccountRows rows) throws SQLException {
        CrossAccountEdges edges = new CrossAccountEdges(sql, ownership, rows);
        for (ForeignKey key : ownership.innerKeys()) {
            edges.outward(key);
            edges.inward(key);
        }
        return List.copyOf(edges.findings);
    }

    /** As {@link #find}, only from this table's rows to rows that are not the account's. */
    public static List<Finding> outward(Sql sql, Ownership ownership, AccountRows rows, Table table)
            throws SQLException {
        CrossAccountEdges edges = new CrossAccountEdges(sql, ownership, rows);
        for (ForeignKey key : outwardKeys(ownership, table)) {
            edges.outward(key);
        }
        return List.copyOf(edges.findings);
    }

    /**
     * As {@link #find}, only to rows that a cascade would reach and a trigger before it could keep from it: PostgreSQL then
     * leaves them referring to nothing, and nobody notices.
     */
    public static List<Finding> hidden(Sql sql, Ownership ownership, AccountRows rows) throws SQLException {
        CrossAccountEdges edges = new CrossAccountEdges(sql, ownership, rows);
        for (ForeignKey key : ownership.innerKeys()) {
            String event = key.onDelete() == 'c' ? "delete" : "update";
            boolean mayBeStopped = ownership.catalog().triggers().stream()
                    .anyMatch(trigger -> trigger.root().equals(key.from())
                            && trigger.before()
                            && trigger.eachRow()
                            && trigger.enabled() != 'D'
                            && trigger.on(event));
            if ("cnd".indexOf(key.onDelete()) >= 0 && mayBeStopped) {
                edges.inward(key);
            }
        }
        return List.copyOf(edges.findings);
    }

    /** The keys by which a row of the account could refer to one that is not. */
    public static List<ForeignKey> outwardKeys(Ownership ownership, Table table) {
        return ownership.innerKeys().stream()
                .filter(key -> key.from().equals(table.name()) && mayLeadOut(ownership, key))
                .toList();
    }

    private static boolean mayLeadOut(Ownership ownership, ForeignKey key) {
        // What an account is below is no part of it: the account above is referred to as a shared row is.
        boolean upward = key.selfReference() && key.to().equals(ownership.root().name());
        return !upward && !staysWithin(ownership, key);
    }

    private static boolean mayLeadIn(Ownership ownership, ForeignKey key) {
        boolean foundByIt = ownership.belongings().get(key.from()) instanceof Belonging.Reached reached
                && (reached.reach().starts().contains(key)
                        || reached.reach().links().contains(key));
        return !foundByIt && !staysWithin(ownership, key);
    }

    /**
     * Whether both ends are always one account's: the rows belong by this key, or by columns that are part of it. A period
     * may be covered by rows of several accounts.
     */
    private static boolean staysWithin(Ownership ownership, ForeignKey key) {
        if (!(ownership.belongings().get(key.from()) instanceof Belonging.ThroughParent child)) {
            return false;
        }
        ForeignKey path = child.key();
        if (path.equals(key)) {
            return !key.period();
        }
        if (!path.total() || path.period()) {
            return false;
        }
        if (path.to().equals(key.to())) {
            return sameRow(path, path.references(), key);
        }
        return ownership.belongings().get(key.to()) instanceof Belonging.ThroughParent parent
                && parent.key().total()
                && !parent.key().period()
                && parent.key().to().equals(path.to())
                && parent.key().references().equals(path.references())
                && sameRow(path, parent.key().columns(), key);
    }

    /** Whether {@code key} ties each column of the path to the one at the same place in {@code there}. */
    private static boolean sameRow(ForeignKey path, List<String> there, ForeignKey key) {
        for (int at = 0; at < there.size(); at++) {
            int place = key.columns().indexOf(path.columns().get(at));
            if (place < 0
                    || !key.references().get(place).equals(there.get(at))
                    || !key.operators().get(place).equals(path.operators().get(at))) {
                return false;
            }
        }
        return true;
    }

    private void outward(ForeignKey key) throws SQLException {
        if (!mayLeadOut(ownership, key)) {
            return;
        }
        named(key, known -> known.predicate(child(key), "c") + " AND " + known.throughOthers(key, "c"))
                .ifPresent(named -> findings.add(Finding.error(
                        "cross-account-edge",
                        key,
                        "rows of this account refer to rows that are another account's or nobody's (" + named
                                + "): one row cannot go with two accounts; mend it in the product")));
    }

    private void inward(ForeignKey key) throws SQLException {
        if (!mayLeadIn(ownership, key)) {
            return;
        }
        named(key, known -> known.through(key, "c") + " AND " + known.predicateNot(child(key), "c"))
                .ifPresent(named -> findings.add(Finding.error(
                        "cross-account-edge",
                        key,
                        below(key)
                                ? "accounts of their own are below this account (" + named + "): they go first, or move"
                                : "rows of another account or of nobody refer to this account's rows (" + named
                                        + "), and " + consequence(key) + "; mend it in the product")));
    }

    private boolean below(ForeignKey key) {
        return key.selfReference() && key.to().equals(ownership.root().name());
    }

    private static String consequence(ForeignKey key) {
        return switch (key.onDelete()) {
            case 'c' -> "ON DELETE CASCADE would delete them";
            case 'n' -> "ON DELETE SET NULL would change them";
            case 'd' -> "ON DELETE SET DEFAULT would change them";
            default -> "would be left referring to nothing";
        };
    }

    private Table child(ForeignKey key) {
        return ownership.catalog().tables().get(key.from());
    }

    private Optional<String> named(ForeignKey key, Function<AccountRows, String> condition) throws SQLException {
        Table table = child(key);
        ReachedRows.Scope scope = rows.scope(List.of(key.from(), key.to()));
        List<String> named = sql.list(
                scope.with() + "SELECT " + table.rowName("c") + ", count(*) OVER () FROM " + table.itself()
                        + " AS c WHERE "
                        + condition.apply(scope.rows())
                        + " LIMIT " + NAMED,
                row -> row.getString(1) + (row.getRow() == NAMED ? ", … of " + row.getLong(2) : ""));
        return named.isEmpty() ? Optional.empty() : Optional.of(table.name() + ": " + String.join("; ", named));
    }
}
