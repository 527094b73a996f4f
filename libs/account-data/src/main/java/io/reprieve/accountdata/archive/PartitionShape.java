package io.reprieve.accountdata.archive;

/**
 * A partition that an archived table had.
 *
 * @param name qualified
 * @param parent the table it was a partition of, qualified
 * @param bound its bound as PostgreSQL prints it, such as {@code FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')}
 * @param key how it was partitioned itself, such as {@code HASH (id)}; null where it was not
 */
public record PartitionShape(String name, String parent, String bound, String key) {

    /** The statement that makes it. */
    public String create() {
        return "CREATE TABLE " + name + " PARTITION OF " + parent + " " + bound
                + (key == null ? "" : " PARTITION BY " + key);
    }

    /** The statement that makes the table of this name a partition again. */
    public String attach() {
        return "ALTER TABLE " + parent + " ATTACH PARTITION " + name + " " + bound;
    }
}
