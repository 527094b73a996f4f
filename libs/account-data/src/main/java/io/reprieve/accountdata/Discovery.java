package io.reprieve.accountdata;

import javax.sql.DataSource;

/** Proposes a data map from a live catalog. */
public final class Discovery {

    private Discovery() {}

    /**
     * Proposes a map by following foreign keys down from the root.
     *
     * @param product the product's database
     * @param rootTable the account table, {@code schema.table}; its single-column primary key is the account key
     * @return YAML, with a comment why each table was placed where it is
     */
    public static String propose(DataSource product, String rootTable) {
        return propose(product, rootTable, null);
    }

    /**
     * As {@link #propose(DataSource, String)}, with another key column.
     *
     * @param key a single unique not-null column; null for the primary key
     */
    public static String propose(DataSource product, String rootTable, String key) {
        throw new UnsupportedOperationException();
    }
}
