package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The functions through which the two logins reach large objects, which belong to the product's own role: each serves only
 * objects that a row names in a column of the data map, and new ones can be filled only by the transaction that made them.
 */
public final class LargeObjectFunctions {

    /** The signature by which the check asks for them. */
    public static final String READ = "reprieve.large_object(oid, boolean)";

    private static final String DEFINER = " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$\n";
    private static final String REFERS = "reprieve.refers_to_large_object(oid)";
    private static final String LOCK = "reprieve.lock_large_objects()";
    private static final String UNLINK = "reprieve.unlink_large_object(oid)";
    private static final String MAKE = "reprieve.make_large_object(oid, text, text)";
    private static final String FILL = "reprieve.fill_large_object(oid, bigint, bytea)";
    private static final List<String> ALL = List.of(READ, LOCK, UNLINK, MAKE, FILL, REFERS);

    private static final String ONLY_NAMED = """
                IF NOT reprieve.refers_to_large_object(wanted) THEN
                    RAISE EXCEPTION 'no row names large object % in a column of the data map', wanted
                        USING ERRCODE = '42501';
                END IF;
            """;

    /** 262144 and 393216 are INV_READ and INV_READ | INV_WRITE; opened to be written, an object is read as it is now. */
    private static final String READ_BODY = """
            DECLARE
                handle integer;
            BEGIN
            """ + ONLY_NAMED + """
                chunk := -1;
                SELECT pg_get_userbyid(m.lomowner)::text, m.lomacl::text, ''::bytea INTO owner, acl, bytes
                  FROM pg_largeobject_metadata m WHERE m.oid = wanted;
                RETURN NEXT;
                IF owner IS NULL THEN
                    RETURN;
                END IF;
                owner := NULL;
                acl := NULL;
                BEGIN
                    handle := lo_open(wanted, CASE WHEN latest THEN 393216 ELSE 262144 END);
                EXCEPTION WHEN undefined_object THEN
                    RAISE EXCEPTION 'large object % was removed meanwhile', wanted USING ERRCODE = '40001';
                END;
                LOOP
                    chunk := chunk + 1;
                    bytes := loread(handle, 262144);
                    EXIT WHEN length(bytes) = 0;
                    RETURN NEXT;
                END LOOP;
                PERFORM lo_close(handle);
            END $body$""";

    private static final String UNLINK_BODY = """
            BEGIN
            """ + ONLY_NAMED + """
                IF NOT EXISTS (SELECT FROM pg_largeobject_metadata WHERE oid = wanted) THEN
                    RETURN 0;
                END IF;
                RETURN lo_unlink(wanted);
            END $body$""";

    private static final String MAKE_BODY = """
            DECLARE
                one record;
            BEGIN
            """ + ONLY_NAMED + """
                PERFORM lo_create(wanted);
                EXECUTE format('ALTER LARGE OBJECT %s OWNER TO %I', wanted, owner);
                IF acl IS NOT NULL THEN
                    EXECUTE format('REVOKE ALL ON LARGE OBJECT %s FROM %I', wanted, owner);
                    FOR one IN SELECT * FROM aclexplode(acl::aclitem[]) LOOP
                        EXECUTE format('GRANT %s ON LARGE OBJECT %s TO %s%s', one.privilege_type, wanted,
                            CASE one.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(one.grantee)) END,
                            CASE WHEN one.is_grantable AND one.grantee <> 0 THEN ' WITH GRANT OPTION' ELSE '' END);
                    END LOOP;
                END IF;
                RETURN 1;
            END $body$""";

    private static final String FILL_BODY = """
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_largeobject_metadata
                                WHERE oid = wanted AND xmin = pg_current_xact_id()::xid) THEN
                    RAISE EXCEPTION 'large object % was not made by this transaction', wanted USING ERRCODE = '42501';
                END IF;
                PERFORM lo_put(wanted, at, bytes);
                RETURN 1;
            END $body$""";

    private LargeObjectFunctions() {}

    public static List<String> statements(Optional<LargeObjects> objects, String eraser, String restorer) {
        List<String> statements = new ArrayList<>();
        if (objects.isEmpty()) {
            ALL.forEach(function -> statements.add("DROP FUNCTION IF EXISTS " + function));
            return statements;
        }
        statements.add("CREATE OR REPLACE FUNCTION reprieve.refers_to_large_object(wanted oid) RETURNS boolean"
                + " LANGUAGE sql STABLE" + DEFINER + "SELECT " + refers(objects.get()) + " $body$");
        statements.add("CREATE OR REPLACE FUNCTION reprieve.large_object(wanted oid, latest boolean) RETURNS TABLE"
                + " (chunk integer, bytes bytea, owner text, acl text) LANGUAGE plpgsql ROWS 10" + DEFINER + READ_BODY);
        statements.add("CREATE OR REPLACE FUNCTION " + LOCK + " RETURNS void LANGUAGE plpgsql" + DEFINER
                + "BEGIN LOCK TABLE pg_catalog.pg_largeobject IN SHARE ROW EXCLUSIVE MODE; END $body$");
        statements.add("CREATE OR REPLACE FUNCTION reprieve.unlink_large_object(wanted oid) RETURNS integer"
                + " LANGUAGE plpgsql" + DEFINER + UNLINK_BODY);
        statements.add("CREATE OR REPLACE FUNCTION reprieve.make_large_object(wanted oid, owner text, acl text)"
                + " RETURNS integer LANGUAGE plpgsql" + DEFINER + MAKE_BODY);
        statements.add("CREATE OR REPLACE FUNCTION reprieve.fill_large_object(wanted oid, at bigint, bytes bytea)"
                + " RETURNS integer LANGUAGE plpgsql" + DEFINER + FILL_BODY);
        statements.add("COMMENT ON FUNCTION " + READ + " IS " + SqlText.literal(covers(objects.get())));
        String erasing = SqlName.quote(eraser);
        String restoring = SqlName.quote(restorer);
        ALL.forEach(function ->
                statements.add("REVOKE ALL ON FUNCTION " + function + " FROM PUBLIC, " + erasing + ", " + restoring));
        statements.add("GRANT EXECUTE ON FUNCTION " + READ + " TO " + erasing + ", " + restoring);
        statements.add("GRANT EXECUTE ON FUNCTION " + LOCK + ", " + UNLINK + " TO " + erasing);
        statements.add("GRANT EXECUTE ON FUNCTION " + MAKE + ", " + FILL + " TO " + restoring);
        return statements;
    }

    /** What the functions serve; kept as a comment, so that the check sees when the map has moved on. */
    public static String covers(LargeObjects objects) {
        return objects.columns().stream()
                .map(holder -> holder.name().toString())
                .sorted()
                .collect(Collectors.joining(", ", "serves ", ""));
    }

    private static String refers(LargeObjects objects) {
        return objects.columns().stream()
                .map(holder -> "EXISTS (SELECT FROM " + holder.table().name() + " AS t WHERE t."
                        + holder.column().sql() + " = wanted)")
                .collect(Collectors.joining(" OR "));
    }
}
