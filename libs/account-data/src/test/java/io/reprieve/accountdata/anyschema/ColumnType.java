package io.reprieve.accountdata.anyschema;

import java.util.List;

/** Types of plain columns, each with a plain value first and then with what is odd about it, as SQL. */
enum ColumnType {
    TEXT(
            "text",
            "'plain'",
            "''",
            "' '",
            "E'tab\\tline\\nreturn\\rfeed\\f\\v\\b\\x01\\x7f'",
            "E'\\\\N'",
            "E'\\\\.'",
            "E'\\\\.\\n\\\\.'",
            "'🗝 契約 ١ \uFFFD \u0301'",
            "chr(1114109)",
            "'quote '' and \" and :key'",
            "repeat('long', 3000)"),
    INTEGER("integer", "1", "0", "-2147483648", "2147483647"),
    BIGINT("bigint", "1", "-9223372036854775808", "9223372036854775807"),
    NUMERIC(
            "numeric",
            "1",
            "1.000",
            "'NaN'",
            "'Infinity'",
            "'-Infinity'",
            "-0.0",
            "1e100",
            "1e-100",
            "repeat('9', 500)::numeric"),
    MONEYED("numeric(12, 3)", "1.5", "-999999999.999", "'NaN'"),
    MONEY("money", "'12.34'::money", "'-92233720368547758.08'::money"),
    REAL("real", "1", "'NaN'", "'-0'", "'1e-45'", "'3.4028235e38'", "'-infinity'", "0.1"),
    DOUBLE(
            "double precision",
            "1",
            "'NaN'",
            "'-0'",
            "'4.9e-324'",
            "'1.7976931348623157e308'",
            "'infinity'",
            "0.1::float8 + 0.2"),
    BOOLEAN("boolean", "true", "false"),
    CHAR("char(5)", "'ab'", "''", "'  x'", "'ж'"),
    VARCHAR("varchar(7)", "'ab'", "'ab  '", "''"),
    SINGLE("\"char\"", "'a'", "''", "'\\'", "'\\377'::\"char\""),
    NAME("name", "'a name'", "''", "'\\'"),
    BYTEA("bytea", "'\\x00ff5c'", "'\\x'", "decode(repeat('005c0a27', 500), 'hex')"),
    UUID("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
    DATE("date", "'2026-01-01'", "'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'", "'0001-01-01'"),
    TIME("time", "'10:00'", "'24:00'", "'00:00:00.000001'"),
    TIMETZ("timetz", "'10:00+02'", "'23:59:59.999999-15:59'"),
    TIMESTAMP("timestamp", "'2026-01-01 10:00'", "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'294276-12-31'"),
    TIMESTAMPTZ(
            "timestamptz",
            "'2026-01-01 10:00Z'",
            "'infinity'",
            "'2026-10-25 02:30 Europe/Berlin'",
            "'0044-03-15 00:00:00.123456 BC'",
            "'1883-11-18 12:03:57 America/New_York'"),
    INTERVAL(
            "interval",
            "'1 day'",
            "'1 year -2 mons 3 days -04:05:06.789'",
            "'-178000000 years'",
            "'0'",
            "'1 mon -1 day'",
            "'-00:00:00.000001'"),
    JSON("json", "'{\"b\":1,  \"a\":2, \"a\":3}'", "'null'", "'\"\\u0000\"'", "' [1.0,1e400] '"),
    JSONB("jsonb", "'{\"b\": 1, \"a\": [1.0, null]}'", "'null'", "'\"\\\\\"'", "'1e400'", "'{}'"),
    XML("xml", "'<a>ä</a>'", "''", "'text<b/>'"),
    BITS("bit varying(9)", "B'0101'", "B''"),
    BIT("bit(3)", "B'010'"),
    INET("inet", "'10.0.0.1'", "'2001:db8::1/64'", "'0.0.0.0/0'"),
    CIDR("cidr", "'10.0.0.0/8'"),
    MACADDR("macaddr", "'08:00:2b:01:02:03'"),
    TSVECTOR("tsvector", "to_tsvector('simple', 'fat cat sat')", "'''a b'':1A ''\\\\'''", "''"),
    TSQUERY("tsquery", "'fat & (cat | !''a b'')'", "''"),
    POINT("point", "'(1.5,-2)'", "'(nan,-0)'", "'(infinity,1e-300)'"),
    POLYGON("polygon", "'((0,0),(1,1),(1,0))'"),
    LINE("line", "'{1,-1,0.1}'"),
    LSEG("lseg", "'[(0,0),(1,1)]'"),
    BOX("box", "'(1,1),(0,0)'"),
    PATH("path", "'[(0,0),(1,1)]'", "'((0,0),(1,1))'"),
    CIRCLE("circle", "'<(0,0),1.1>'"),
    INT_RANGE("int4range", "'[1,5)'", "'empty'", "'(,)'"),
    TIME_RANGES("tstzmultirange", "'{[2026-01-01, 2026-02-01)}'", "'{}'", "'{(,infinity)}'"),
    NUMBERS("integer[]", "'{1,2}'", "'{}'", "'[-2:-1]={1,NULL}'", "'[0:1][5:6]={{1,2},{3,4}}'"),
    TEXTS("text[]", "'{a}'", "'{NULL,\"NULL\",\"\",\"a\\\\b\\\"c\",\"{,}\"}'", "'{{a,NULL},{\"\",\"\\\\N\"}}'"),
    DOUBLES("double precision[]", "'{0.1,NaN,-0,-infinity}'", "'{}'"),
    MOOD("\"My Types\".\"Mood\"", "'Glad'", "'so ''so'''", "E'tab\\tbed'"),
    MOODS("\"My Types\".\"Mood\"[]", "'{Glad}'", "'{\"so ''so''\",NULL}'"),
    SHORT("\"My Types\".short", "'short'", "''"),
    LIST("\"My Types\".list", "'{1}'", "'{}'", "NULL"),
    PLACE(
            "\"My Types\".place",
            "ROW('street', 1, '{Glad}', '{1,2}')::\"My Types\".place",
            "ROW(NULL, NULL, NULL, NULL)::\"My Types\".place",
            "ROW(E'a,\"b\"\\\\(\\n)', -1, '{NULL}', '{}')::\"My Types\".place"),
    PLACES("\"My Types\".place[]", "ARRAY[ROW('street', 1, '{Glad}', '{1}'), NULL]::\"My Types\".place[]"),
    HOUSE(
            "\"My Types\".house",
            "ROW(ROW('x', 1, NULL, NULL), ARRAY[ROW(E'y\"\\\\', 2, NULL, NULL)]::\"My Types\".place[])::\"My Types\".house"),
    WINDOW("\"My Types\".\"window\"", "'[10:00,11:00)'", "'empty'"),
    HANDLE("ext.citext", "'Ünïcode'", "''"),
    PAIRS("ext.hstore", "'a=>1, \"b c\"=>NULL'", "''", "ext.hstore('q\"', E'\\\\')"),
    TREE("ext.ltree", "'top.left'", "''");

    /** The types that are made for a schema, beside those of the extensions in {@code ext}. */
    static final String SETUP = """
            CREATE SCHEMA "My Types";
            CREATE TYPE "My Types"."Mood" AS ENUM ('Glad', 'so ''so''', E'tab\\tbed');
            CREATE DOMAIN "My Types".short AS varchar(12) CHECK (VALUE <> 'forbidden');
            CREATE DOMAIN "My Types".list AS integer[] CHECK (cardinality(VALUE) < 9);
            CREATE TYPE "My Types".place AS (street text, "No." integer, mood "My Types"."Mood"[], l "My Types".list);
            CREATE TYPE "My Types".house AS (front "My Types".place, "all" "My Types".place[]);
            CREATE TYPE "My Types"."window" AS RANGE (subtype = time);
            """;

    final String sql;
    private final List<String> values;

    ColumnType(String sql, String... values) {
        this.sql = sql;
        this.values = List.of(values);
    }

    int size() {
        return values.size();
    }

    /** The plain value for 0; with higher numbers every odd one, and null now and then. */
    String value(int which) {
        int at = Math.floorMod(which, values.size() + 1);
        return at == values.size() ? "NULL" : values.get(at);
    }
}
