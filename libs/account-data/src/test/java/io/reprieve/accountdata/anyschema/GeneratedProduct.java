package io.reprieve.accountdata.anyschema;

import io.reprieve.accountdata.Product;
import io.reprieve.localservers.PostgresVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** One database a version, filled anew for each case: making a database costs more than most cases do. */
final class GeneratedProduct {

    private static final int CASES_A_DATABASE = 200;
    private static final Map<PostgresVersion, GeneratedProduct> ALL = new EnumMap<>(PostgresVersion.class);

    static final String SETUP = """
            DO $clear$ DECLARE s record; BEGIN
                FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
                        AND nspname NOT IN ('information_schema', 'ext') LOOP
                    EXECUTE format('DROP SCHEMA %I CASCADE', s.nspname);
                END LOOP;
            END $clear$;
            SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
            CREATE SCHEMA public; CREATE SCHEMA "Second Schema"; CREATE SCHEMA third;
            """ + ColumnType.SETUP + """
            CREATE FUNCTION "My Types".nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            """;

    private static final String EXTENSIONS = """
            CREATE SCHEMA ext;
            CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE EXTENSION ltree SCHEMA ext;
            """;

    private final Product product;
    private int cases;

    private GeneratedProduct(PostgresVersion version) throws SQLException {
        this.product = new Product(version, EXTENSIONS);
    }

    /** An empty database of that version, with the types and schemas that designs use. */
    static Product cleared(PostgresVersion version) throws SQLException {
        GeneratedProduct kept = ALL.get(version);
        if (kept == null || kept.cases++ >= CASES_A_DATABASE) {
            if (kept != null) {
                kept.product.drop();
            }
            kept = new GeneratedProduct(version);
            ALL.put(version, kept);
        }
        kept.product.run(SETUP);
        return kept.product;
    }

    static WholeDatabase rows(Product product) throws SQLException {
        try (Connection connection = product.connect()) {
            return WholeDatabase.read(connection);
        }
    }
}
