package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Reads the indexes that rows can be found by. */
public final class IndexReader {

    /**
     * Hash indexes serve as well, those of one column, and the GiST ones behind keys WITHOUT OVERLAPS, the only unique ones
     * there are; the other methods do not find rows by equality.
     */
    private static final String INDEXES = """
            SELECT i.indrelid, coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS condition,
                   ARRAY(SELECT coalesce(a.attname::text, '') FROM unnest(i.indkey[0:i.indnkeyatts - 1])
                                 WITH ORDINALITY k (n, at)
                           LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n AND k.n <> 0
                          ORDER BY k.at) AS columns
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
             WHERE i.indisvalid AND i.indisready AND (m.amname IN ('btree', 'hash') OR m.amname = 'gist' AND i.indisunique)
               AND i.indrelid >= 16384""";

    private static final String LEAVES = """
            SELECT r.oid AS root, t.relid::oid AS relid FROM pg_class r, LATERAL pg_partition_tree(r.oid) t
             WHERE r.relkind = 'p' AND NOT r.relispartition AND t.isleaf""";

    /**
     * The indexes of every table.
     *
     * @param indexes by table
     * @param leaves by partitioned table, the partitions that hold its rows
     */
    public record Indexes(Map<Long, List<Index>> indexes, Map<Long, List<Long>> leaves) {

        /** Whether rows are found by these columns: by an index of the table, or of each of its partitions. */
        public boolean serve(Table table, List<String> columns) {
            return serves(table.oid(), columns)
                    || leaves.containsKey(table.oid())
                            && leaves.get(table.oid()).stream().allMatch(leaf -> serves(leaf, columns));
        }

        private boolean serves(long table, List<String> columns) {
            return indexes.getOrDefault(table, List.of()).stream().anyMatch(index -> index.serves(columns));
        }
    }

    private IndexReader() {}

    public static Indexes read(Sql sql) throws SQLException {
        return new Indexes(
                sql.grouped(INDEXES, row -> new Index(Sql.texts(row, "columns"), row.getString("condition"))),
                sql.grouped(LEAVES, row -> row.getLong("relid")));
    }
}
