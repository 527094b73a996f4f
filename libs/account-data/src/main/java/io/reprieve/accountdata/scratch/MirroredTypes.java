package io.reprieve.accountdata.scratch;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.archive.TypeShape;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes an archive's user-defined types again, in a schema where they clash with nobody's; temporary ones go with the transaction.
 * Domains come without their checks, which may call functions that are not here; they were checked where they came from.
 */
final class MirroredTypes {

    private final Sql sql;
    private final String schema;
    private final Map<String, String> made = new LinkedHashMap<>();

    /** @param schema quoted; {@code pg_temp} for temporary ones */
    MirroredTypes(Sql sql, String schema) {
        this.schema = schema;
        this.sql = sql;
    }

    /** Gives the name to use here for a type as recorded. */
    Function<String, String> make(List<TableShape> shapes) throws SQLException {
        for (TableShape shape : shapes) {
            for (TypeShape type : shape.types()) {
                if (!made.containsKey(type.name())) {
                    make(type);
                }
            }
        }
        return this::here;
    }

    private void make(TypeShape type) throws SQLException {
        String name = schema + ".reprieve_type_" + made.size();
        switch (type.kind()) {
            case ENUM ->
                sql.run("CREATE TYPE " + name + " AS ENUM ("
                        + type.labels().stream().map(SqlText::literal).collect(Collectors.joining(", ")) + ")");
            case DOMAIN -> sql.run("CREATE DOMAIN " + name + " AS " + here(type.base()));
            case COMPOSITE ->
                sql.run("CREATE TYPE " + name + " AS ("
                        + type.attributes().stream()
                                .map(attribute -> SqlName.quote(attribute.name()) + " " + here(attribute.type()))
                                .collect(Collectors.joining(", "))
                        + ")");
            case RANGE -> {
                String multirange = name + "_multi";
                sql.run("CREATE TYPE " + name + " AS RANGE (subtype = " + here(type.base())
                        + ", multirange_type_name = " + multirange + ")");
                made.put(type.labels().get(0), multirange);
            }
            case EXTENSION -> {
                extension(type);
                name = type.name();
            }
            default -> throw new IllegalStateException("unknown kind of type " + type.kind());
        }
        made.put(type.name(), name);
    }

    private void extension(TypeShape type) throws SQLException {
        String known = "SELECT pg_catalog.to_regtype(" + SqlText.literal(type.name()) + ") IS NOT NULL";
        if (sql.yes(known)) {
            return;
        }
        String schema = SqlName.quote(SqlName.split(type.name()).get(0));
        sql.run("CREATE SCHEMA IF NOT EXISTS " + schema);
        sql.run("CREATE EXTENSION IF NOT EXISTS " + SqlName.quote(type.base()) + " SCHEMA " + schema);
        if (!sql.yes(known)) {
            throw new SQLException(
                    "the scratch database has extension " + type.base() + " in another schema than " + schema, "42704");
        }
    }

    private String here(String type) {
        for (Map.Entry<String, String> each : made.entrySet()) {
            String name = each.getKey();
            if (type.equals(name) || type.startsWith(name + "[") || type.startsWith(name + "(")) {
                return each.getValue() + type.substring(name.length());
            }
        }
        return type;
    }
}
