package io.reprieve.accountdata.restore;

import io.reprieve.accountdata.catalog.ForeignKey;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.ownership.AccountRows;
import io.reprieve.accountdata.ownership.Belonging;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.plan.StagedLink;
import io.reprieve.accountdata.snapshot.AccountSnapshot;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.staging.Staging;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves, in sets, what the triggers of foreign keys would have checked row by row while an account's rows came back: that
 * what each refers to is there and stays. Owned rows it refers to have to be of this transaction, which nobody else can
 * delete; rows of shared tables are locked first, as those triggers lock them.
 */
final class InsertedKeys {

    private static final int NAMED = 5;

    private final Sql sql;
    private final Ownership ownership;
    private final AccountRows rows;
    private final AccountSnapshot account;

    private final LargeShare share;

    /** @param share how to read the account's rows */
    InsertedKeys(AccountSnapshot account, LargeShare share) {
        this.account = account;
        this.share = share;
        this.sql = account.session().sql();
        this.ownership = account.ownership();
        this.rows = account.rows();
    }

    /**
     * @param links the archived links, which were set again
     * @throws SQLException 23503 naming the rows that refer to nothing
     */
    void prove(Staging links) throws SQLException {
        List<String> dangling = new ArrayList<>();
        for (ForeignKey key : ownership.catalog().foreignKeys()) {
            boolean within = ownership.owns(key.to());
            if (ownership.owns(key.from()) && !belongsBy(key)) {
                if (within) {
                    dangling.addAll(share.reading(() -> dangling(key, true)));
                } else {
                    hold(key);
                    dangling.addAll(dangling(key, false));
                }
            }
        }
        for (StagedLink link : StagedLink.of(account, links)) {
            dangling.addAll(sql.list(link.dangling(NAMED), row -> row.getString(1)));
        }
        if (!dangling.isEmpty()) {
            throw new SQLException("rows would refer to nothing: " + String.join("; ", dangling), "23503");
        }
    }

    /** By this key the rows are told to be the account's at all: those without a parent are missed by their digest. */
    private boolean belongsBy(ForeignKey key) {
        return ownership.belongings().get(key.from()) instanceof Belonging.ThroughParent through
                && through.key().equals(key);
    }

    private void hold(ForeignKey key) throws SQLException {
        Table child = ownership.catalog().tables().get(key.from());
        sql.number("SELECT pg_catalog.count(*) FROM (SELECT FROM "
                + ownership.catalog().itself(key.to()) + " AS p WHERE EXISTS (SELECT FROM "
                + child.itself() + " AS c WHERE " + key.join("p", "c") + " AND " + rows.predicate(child, "c")
                + ") FOR KEY SHARE OF p) AS held");
    }

    private List<String> dangling(ForeignKey key, boolean within) throws SQLException {
        Table child = ownership.catalog().tables().get(key.from());
        String gone = within
                ? "p.xmin IS DISTINCT FROM pg_catalog.pg_current_xact_id()::pg_catalog.xid"
                : "p.tableoid IS NULL";
        // Set apart, so that the limit does not make the planner hope for an early end: there is nothing to be found.
        return sql.list(
                "WITH dangling AS MATERIALIZED (SELECT " + child.rowName("c") + " AS named FROM " + child.itself()
                        + " AS c LEFT JOIN " + ownership.catalog().itself(key.to()) + " AS p ON " + key.join("p", "c")
                        + " WHERE "
                        + rows.predicate(child, "c") + " AND " + key.refers("c") + " AND " + gone
                        + ") SELECT named FROM dangling LIMIT " + NAMED,
                row -> child.name() + " " + row.getString(1) + " by " + key);
    }
}
