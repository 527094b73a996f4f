package io.reprieve.benchmarks;

import java.sql.SQLException;
import java.util.List;

/** A database in which row-level security shows one login one account, for pg_dump. */
final class Peers {

    static final String DUMPER = "bench_dumper";

    private Peers() {}

    static void wall(Product product, String database, List<HandWritten.Share> shares) throws SQLException {
        product.server().createRole(DUMPER, "postgres");
        product.run(
                database,
                "GRANT CONNECT ON DATABASE " + database + " TO " + DUMPER + "; GRANT SELECT ON ALL TABLES IN SCHEMA"
                        + " public TO " + DUMPER + "; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO " + DUMPER);
        for (HandWritten.Share share : shares) {
            wall(product, database, share.table(), share.where());
        }
        // pg_dump reads partitions one by one, and each has policies of its own.
        for (int quarter = 1; quarter <= 4; quarter++) {
            String where = shares.get(shares.size() - 1).where();
            wall(product, database, "events_2025_" + quarter, where);
        }
    }

    private static void wall(Product product, String database, String table, String where) throws SQLException {
        product.run(
                database,
                "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON " + table + " TO " + DUMPER
                        + " USING (" + where + ")");
    }
}
