package io.reprieve.accountdata.catalog;

import io.reprieve.accountdata.archive.ColumnShape;
import io.reprieve.accountdata.archive.TypeShape;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The user-defined types, and which types cannot be archived exactly. */
public final class TypeCatalog {

    private static final Set<String> OBJECT_IDENTIFIERS = Set.of(
            "oid",
            "regclass",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype",
            "xid",
            "xid8",
            "cid",
            "tid",
            "pg_snapshot");

    /** The types of all columns, and what they are made of; a database has many times as many that nobody uses. */
    private static final String TYPES = """
            WITH RECURSIVE used AS (
                SELECT DISTINCT a.atttypid AS oid
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'm') AND NOT c.relispartition
                   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                 UNION
                SELECT part.oid
                  FROM used JOIN pg_type t ON t.oid = used.oid CROSS JOIN LATERAL (
                       SELECT t.typelem UNION ALL SELECT t.typbasetype
                        UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid
                        UNION ALL SELECT r.rngtypid FROM pg_range r
                                   WHERE t.typtype = 'm' AND (to_jsonb(r) ->> 'rngmultitypid')::oid = t.oid
                        UNION ALL SELECT a.atttypid FROM pg_attribute a
                                   WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0
                                     AND NOT a.attisdropped) part (oid)
                 WHERE part.oid <> 0)
            SELECT t.oid, format_type(t.oid, -1) AS name, t.typname, t.typtype, t.typelem, t.typcategory,
                   n.nspname = 'pg_catalog' AS system, t.typbasetype, r.rngsubtype,
                   CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)
                        WHEN t.typtype = 'r' THEN format_type(r.rngsubtype, -1) END AS base,
                   format_type((to_jsonb(r) ->> 'rngmultitypid')::oid, -1) AS multirange, m.rngtypid AS range_of,
                   (SELECT x.extname FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
                     WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') AS extension,
                   ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
                       AS labels,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                          WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'c'
                          ORDER BY a.attnum) AS attributes,
                   ARRAY(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
                          WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'c'
                          ORDER BY a.attnum) AS attribute_types,
                   ARRAY(SELECT a.atttypid::text FROM pg_attribute a
                          WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'c'
                          ORDER BY a.attnum) AS attribute_oids
              FROM used JOIN pg_type t ON t.oid = used.oid JOIN pg_namespace n ON n.oid = t.typnamespace
              LEFT JOIN pg_range r ON r.rngtypid = t.oid
              LEFT JOIN pg_range m ON (to_jsonb(m) ->> 'rngmultitypid')::oid = t.oid""";

    private final Map<Long, Type> types;

    private TypeCatalog(Map<Long, Type> types) {
        this.types = types;
    }

    private record Type(
            long oid,
            String name,
            String plainName,
            boolean system,
            String extension,
            TypeShape shape,
            long domainOf,
            List<Long> needs) {}

    static TypeCatalog read(Sql sql) throws SQLException {
        Map<Long, Type> types = new HashMap<>();
        sql.each(TYPES, row -> types.put(row.getLong("oid"), type(row)));
        return new TypeCatalog(types);
    }

    private static Type type(ResultSet row) throws SQLException {
        List<Long> needs = new ArrayList<>();
        Sql.texts(row, "attribute_oids").forEach(oid -> needs.add(Long.valueOf(oid)));
        for (String column : List.of("typelem", "typbasetype", "rngsubtype", "range_of")) {
            if (row.getLong(column) != 0) {
                needs.add(row.getLong(column));
            }
        }
        return new Type(
                row.getLong("oid"),
                row.getString("name"),
                row.getString("typname"),
                row.getBoolean("system"),
                row.getString("extension"),
                shape(row),
                row.getLong("typbasetype"),
                needs);
    }

    private static TypeShape shape(ResultSet row) throws SQLException {
        String name = row.getString("name");
        if (row.getString("extension") != null) {
            return new TypeShape(TypeShape.Kind.EXTENSION, name, List.of(), row.getString("extension"), List.of());
        }
        return switch (row.getString("typtype")) {
            case "e" -> new TypeShape(TypeShape.Kind.ENUM, name, Sql.texts(row, "labels"), null, List.of());
            case "d" -> new TypeShape(TypeShape.Kind.DOMAIN, name, List.of(), row.getString("base"), List.of());
            case "r" ->
                new TypeShape(
                        TypeShape.Kind.RANGE,
                        name,
                        List.of(row.getString("multirange")),
                        row.getString("base"),
                        List.of());
            case "c" -> {
                List<String> names = Sql.texts(row, "attributes");
                List<String> typeNames = Sql.texts(row, "attribute_types");
                yield new TypeShape(
                        TypeShape.Kind.COMPOSITE,
                        name,
                        List.of(),
                        null,
                        IntStream.range(0, names.size())
                                .mapToObj(at -> new ColumnShape(names.get(at), typeNames.get(at), false))
                                .toList());
            }
            default -> null;
        };
    }

    /** The user-defined types that these types are made of, dependencies first. */
    public List<TypeShape> shapes(Collection<Long> oids) {
        Map<String, TypeShape> shapes = new LinkedHashMap<>();
        oids.forEach(oid -> collect(oid, shapes));
        return List.copyOf(shapes.values());
    }

    private void collect(long oid, Map<String, TypeShape> into) {
        Type type = types.get(oid);
        if (type == null || into.containsKey(type.name())) {
            return;
        }
        if (type.extension() == null) {
            type.needs().forEach(needed -> collect(needed, into));
        }
        if (!type.system() && type.shape() != null) {
            into.put(type.name(), type.shape());
        }
    }

    /** Why a column of this type cannot be archived exactly; empty when it can. */
    public Optional<String> problem(long oid) {
        Type type = types.get(oid);
        if (type == null) {
            return Optional.of("its type is not visible");
        }
        if (type.system() && OBJECT_IDENTIFIERS.contains(type.plainName())) {
            return Optional.of("type " + type.name() + " names something of this one database or cluster, which no"
                    + " archive can hold: "
                    + (type.name().equals("oid")
                            ? "list the column under largeObjects if that is large objects, make it a bigint if it is not"
                            : "keep the name as text, or the number as bigint"));
        }
        if (type.extension() != null || oid == 0) {
            return type.plainName().equals("lo")
                    ? Optional.of(
                            "large objects are handled as columns of their own, not inside other types: give them one of type lo")
                    : Optional.empty();
        }
        if (!type.system() && type.shape() == null && type.needs().isEmpty()) {
            return Optional.of(
                    "base type " + type.name() + " belongs to no extension, so that it cannot be made again");
        }
        return type.needs().stream()
                .map(this::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether it is the type {@code lo} of the extension of that name. */
    public boolean isLargeObject(long oid) {
        Type type = types.get(oid);
        return type != null && type.extension() != null && type.plainName().equals("lo");
    }

    /** The name of the type itself, or of the one that a domain is over in the end. */
    public String baseName(long oid) {
        Type type = types.get(oid);
        boolean domain = type.shape() != null && type.shape().kind() == TypeShape.Kind.DOMAIN;
        return domain ? baseName(type.needs().get(0)) : type.name();
    }

    /** The type's name without modifiers, for casts that must not cut or round. */
    public String untyped(long oid) {
        return types.get(oid).name();
    }

    /** As {@link #untyped}, of what lies under a domain. */
    String underlying(long oid) {
        Type type = types.get(oid);
        return type.domainOf() == 0 ? type.name() : underlying(type.domainOf());
    }

    /** The schemas these types live in, whose operators compare them. */
    public Set<String> schemas(Collection<Long> oids) {
        Set<String> schemas = new TreeSet<>();
        shapes(oids).forEach(shape -> schemas.add(SqlName.split(shape.name()).get(0)));
        return schemas;
    }
}
