package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Writes the SQL that picks one account's rows, or every account's, out of each table. */
public final class AccountRows {

    private final Ownership ownership;
    private final Optional<String> key;
    private final Set<Integer> known;

    /**
     * @param key the account's key as a typed literal; empty for the rows of all accounts together
     * @param known the reaches that a {@code WITH} around gives already
     */
    private AccountRows(Ownership ownership, Optional<String> key, Set<Integer> known) {
        this.ownership = ownership;
        this.key = key;
        this.known = known;
    }

    static AccountRows of(Ownership ownership, String keyLiteral) {
        return new AccountRows(ownership, Optional.of(keyLiteral), Set.of());
    }

    static AccountRows ofAll(Ownership ownership) {
        return new AccountRows(ownership, Optional.empty(), Set.of());
    }

    AccountRows knowing(Set<Integer> reaches) {
        return new AccountRows(ownership, key, reaches);
    }

    /** What to put before a statement that is about rows of several tables, so that each reach is walked but once. */
    public ReachedRows.Scope scope(Collection<TableName> tables) {
        return ReachedRows.scope(ownership, this, tables);
    }

    /**
     * What follows {@code FROM} (or {@code DELETE FROM}) to mean exactly the account's rows. Only the table itself is in
     * scope, so that plain column names are its own.
     */
    public String from(Table table) {
        if (ownership.belongings().get(table.name()) instanceof Belonging.Declared declared && oneKey()) {
            return table.itself() + " WHERE " + bound(declared.where(), key.orElseThrow());
        }
        return table.itself() + " AS o WHERE " + predicate(table, "o");
    }

    /** What a row is called in {@link #from}. */
    public String alias(Table table) {
        boolean plain = ownership.belongings().get(table.name()) instanceof Belonging.Declared && oneKey();
        return plain ? table.name().sql() : "o";
    }

    /** Whether the row {@code alias} is the account's: true, or else false or null. */
    public String predicate(Table table, String alias) {
        Belonging belonging = ownership.belongings().get(table.name());
        if (belonging instanceof Belonging.Root) {
            return isAccount(alias);
        }
        if (belonging instanceof Belonging.ThroughParent through) {
            return through(through.key(), alias);
        }
        return "(" + alias + ".tableoid, " + alias + ".ctid) IN (" + places(table, belonging) + ")";
    }

    /** Whether the row {@code alias} is not the account's: true or false. An anti-join, whatever the sizes. */
    String predicateNot(Table table, String alias) {
        Belonging belonging = ownership.belongings().get(table.name());
        if (belonging instanceof Belonging.Root) {
            return "(" + isAccount(alias) + ") IS NOT TRUE";
        }
        if (belonging instanceof Belonging.ThroughParent through) {
            return throughNot(through.key(), alias);
        }
        return "NOT EXISTS (SELECT FROM (" + places(table, belonging) + ") AS q (t, c) WHERE q.t = " + alias
                + ".tableoid AND q.c = " + alias + ".ctid)";
    }

    /** Whether what the row {@code alias} refers to, or some of it, is the account's: true, or else false or null. */
    public String through(ForeignKey key, String alias) {
        if (key.period()) {
            return "EXISTS (SELECT FROM (" + referred(key) + ") AS q WHERE " + key.join("q", alias) + ")";
        }
        return "(" + SqlText.columns(alias, key.columns()) + ") IN (" + referred(key) + ")";
    }

    /** Whether the row {@code alias} refers to nothing of the account's. An anti-join, whatever the sizes. */
    String throughNot(ForeignKey key, String alias) {
        return "NOT EXISTS (SELECT FROM (" + referred(key) + ") AS q WHERE " + key.join("q", alias) + ")";
    }

    /** Whether the row {@code alias} refers to something, and not only to what is the account's. */
    public String throughOthers(ForeignKey key, String alias) {
        return key.refers(alias) + " AND " + key.missing(alias, "(" + referred(key) + ")");
    }

    /** What to compare the key's columns with, to stay within the account. */
    private String referred(ForeignKey key) {
        Table parent = ownership.catalog().tables().get(key.to());
        String columns = SqlText.columns(key.references());
        return ownership.belongings().get(key.to()) instanceof Belonging.Reached reached
                ? with(reached.reach()) + "SELECT " + columns + " FROM " + ReachedRows.name(reached.reach(), parent)
                : "SELECT " + columns + " FROM " + from(parent);
    }

    /** Where the account's rows are, as tableoid and ctid. */
    private String places(Table table, Belonging belonging) {
        if (belonging instanceof Belonging.Reached reached) {
            return with(reached.reach()) + ReachedRows.places(reached.reach(), table);
        }
        if (oneKey()) {
            return "SELECT tableoid, ctid FROM " + from(table);
        }
        // The declaration speaks of one account at a time.
        String account = "reprieve_account." + SqlName.quote(ownership.source().rootKey());
        String where = bound(((Belonging.Declared) belonging).where(), account + "::" + ownership.keyType());
        return accounts() + "SELECT w.t, w.c FROM reprieve_accounts AS reprieve_account, LATERAL (SELECT tableoid AS t,"
                + " ctid AS c FROM " + table.itself() + " WHERE " + where + ") AS w";
    }

    private String accounts() {
        String key = SqlName.quote(ownership.source().rootKey());
        if (ownership.belongings().get(ownership.root().name()) instanceof Belonging.Reached reached) {
            String with = with(reached.reach()).strip();
            return (with.isEmpty() ? "WITH " : with + ", ") + "reprieve_accounts AS (SELECT " + key + " FROM "
                    + ReachedRows.name(reached.reach(), ownership.root()) + ") ";
        }
        return "WITH reprieve_accounts AS (SELECT " + key + " FROM " + from(ownership.root()) + ") ";
    }

    /** Whether the row {@code alias} of the root is the account's own, those below it left out. */
    String isAccount(String alias) {
        return key.map(literal -> alias + "." + SqlName.quote(ownership.source().rootKey()) + " = " + literal)
                .orElse("true");
    }

    /** Whether one literal says which account's rows are meant. */
    private boolean oneKey() {
        return key.isPresent() && ownership.belongings().get(ownership.root().name()) instanceof Belonging.Root;
    }

    /** On lines of its own, so that a comment at its end ends there. */
    private static String bound(String where, String key) {
        return "(" + SqlText.bindKey(where, key) + "\n)";
    }

    private String with(Belonging.Reach reach) {
        return known.contains(reach.number()) ? "" : new ReachedRows(ownership, this).with(reach);
    }
}
