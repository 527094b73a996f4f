package io.reprieve.accountdata.anyschema;

/** What a row of a designed table names by its column for that: content that begins with the number of its owner. */
final class LargeObject {

    /** Each with all that PostgreSQL keeps of it, and whose it is. */
    static final String ALL = "SELECT oid::text, lomowner::regrole::text, lomacl::text, md5(lo_get(oid)),"
            + " split_part(convert_from(lo_get(oid), 'UTF8'), '|', 1) AS owner_named FROM pg_largeobject_metadata";

    private static final int FIRST = 1_000_000;
    private static final int A_TABLE = 1_000;

    private LargeObject() {}

    /** @param n the row's number, below 1,000 */
    static String id(DesignedTable table, int n) {
        return String.valueOf(FIRST + table.number * A_TABLE + n);
    }

    /** Makes what the row names, in several chunks for some; nothing where it names none. */
    static String create(Population.Row row) {
        String id = row.table().scan == null ? "NULL" : row.values().get(row.table().scan);
        return id.equals("NULL")
                ? ""
                : "SELECT lo_from_bytea(" + id + ", convert_to(" + row.owner() + " || '|' || repeat('scan ', " + id
                        + " % 3 * 1000), 'UTF8'));\n";
    }
}
