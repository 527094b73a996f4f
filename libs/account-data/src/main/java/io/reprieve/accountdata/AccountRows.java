package io.reprieve.accountdata;

import java.util.Set;

/** Writes the SQL that picks one account's rows out of each table. */
final class AccountRows {

    private final Ownership ownership;
    private final String key;
    private final Set<Integer> known;

    AccountRows(Ownership ownership, String keyLiteral) {
        this(ownership, keyLiteral, Set.of());
    }

    /** @param known the reaches that a {@code WITH} around gives already */
    private AccountRows(Ownership ownership, String keyLiteral, Set<Integer> known) {
        this.ownership = ownership;
        this.key = keyLiteral;
        this.known = known;
    }

    AccountRows knowing(Set<Integer> reaches) {
        return new AccountRows(ownership, key, reaches);
    }

    /**
     * What follows {@code FROM} (or {@code DELETE FROM}) to mean exactly the account's rows. Only the table itself is in
     * scope, so that plain column names are its own.
     */
    String from(Table table) {
        String sql = table.name().sql();
        return ownership
                .where(table.name())
                .map(where -> sql + " WHERE (" + bound(where) + "\n)")
                .orElseGet(() -> sql + " AS o WHERE " + predicate(table, "o"));
    }

    /** Whether the row {@code alias} is the account's: true, or else false or null. */
    String predicate(Table table, String alias) {
        Belonging belonging = ownership.belongings().get(table.name());
        if (belonging instanceof Belonging.Root) {
            return alias + "." + SqlName.quote(ownership.source().rootKey()) + " = " + key;
        }
        if (belonging instanceof Belonging.ThroughParent through) {
            return through(through.key(), alias);
        }
        String place = "(" + alias + ".tableoid, " + alias + ".ctid) IN (";
        if (belonging instanceof Belonging.Reached reached) {
            return place + with(reached.reach()) + ReachedRows.places(reached.reach(), table) + ")";
        }
        return place + "SELECT tableoid, ctid FROM " + from(table) + ")";
    }

    /** Whether what the row {@code alias} refers to is the account's. */
    String through(ForeignKey key, String alias) {
        Table parent = ownership.catalog().tables().get(key.to());
        String columns = SqlText.columns(key.references());
        String referred = ownership.belongings().get(key.to()) instanceof Belonging.Reached reached
                ? with(reached.reach()) + "SELECT " + columns + " FROM " + ReachedRows.name(reached.reach(), parent)
                : "SELECT " + columns + " FROM " + from(parent);
        return "(" + SqlText.columns(alias, key.columns()) + ") IN (" + referred + ")";
    }

    /** A declaration with the account's key put in; on lines of its own, so that a comment at its end ends there. */
    String bound(String sql) {
        return SqlText.bindKey(sql, key);
    }

    private String with(Belonging.Reach reach) {
        return known.contains(reach.number()) ? "" : new ReachedRows(ownership, this).with(reach);
    }
}
