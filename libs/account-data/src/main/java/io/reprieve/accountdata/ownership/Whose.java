package io.reprieve.accountdata.ownership;

import io.reprieve.accountdata.catalog.Table;
import java.util.Optional;

/** Tells whose a live row is: this account's, another's, or nobody's. */
public final class Whose {

    private final Ownership ownership;
    private final AccountRows rows;

    public Whose(Ownership ownership, AccountRows rows) {
        this.ownership = ownership;
        this.rows = rows;
    }

    /** SQL text that says whose the row {@code alias} is. */
    public String row(Table table, String alias) {
        String others = somebodys(table, alias, 0)
                .map(somebodys -> " WHEN " + somebodys + " THEN 'another account''s' ELSE 'nobody''s' END")
                .orElse(" ELSE 'another account''s or nobody''s' END");
        return "CASE WHEN " + rows.predicate(table, alias) + " THEN 'this account''s'" + others;
    }

    /** Whether the row leads to any account's; empty where that is not told by single keys. */
    private Optional<String> somebodys(Table table, String alias, int depth) {
        Belonging belonging = ownership.belongings().get(table.name());
        if (belonging instanceof Belonging.Root) {
            return Optional.of("true");
        }
        if (belonging instanceof Belonging.ThroughParent through) {
            Table parent = ownership.catalog().tables().get(through.key().to());
            String above = "b" + depth;
            return somebodys(parent, above, depth + 1)
                    .map(condition -> "EXISTS (SELECT FROM " + parent.itself() + " AS " + above + " WHERE "
                            + through.key().join(above, alias) + " AND " + condition + ")");
        }
        return Optional.empty();
    }
}
