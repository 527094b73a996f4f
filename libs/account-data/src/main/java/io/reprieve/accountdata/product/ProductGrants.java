package io.reprieve.accountdata.product;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.datamap.PostgresSource;
import io.reprieve.accountdata.name.ColumnName;
import io.reprieve.accountdata.name.SqlName;
import io.reprieve.accountdata.name.TableName;
import io.reprieve.accountdata.ownership.Ownership;
import io.reprieve.accountdata.sql.Sql;
import io.reprieve.accountdata.sql.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rights of the two roles on the product's own tables: what the data map calls for, and nothing else. */
final class ProductGrants {

    private final Ownership ownership;
    private final PostgresSource source;
    private final Sql sql;
    private final boolean restoresSilently;
    private final List<String> statements = new ArrayList<>();

    /** @param restoresSilently whether foreign keys are checked in sets when rows come back */
    ProductGrants(Ownership ownership, Sql sql, boolean restoresSilently) {
        this.ownership = ownership;
        this.source = ownership.source();
        this.sql = sql;
        this.restoresSilently = restoresSilently;
    }

    /** @param recordings tables that the product's triggers write when rows of the account are deleted */
    List<String> statements(String eraser, String restorer, List<TableName> recordings) throws SQLException {
        for (String role : List.of(SqlName.quote(eraser), SqlName.quote(restorer))) {
            for (String schema : schemas()) {
                statements.add("REVOKE ALL ON ALL TABLES IN SCHEMA " + schema + " FROM " + role);
                statements.add("REVOKE ALL ON ALL SEQUENCES IN SCHEMA " + schema + " FROM " + role);
                statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + role);
            }
            source.shared().stream().sorted().forEach(shared -> grant("SELECT", shared.sql(), role));
            source.unlink()
                    .forEach(column -> grant(
                            "UPDATE (" + SqlName.quote(column.column()) + ")",
                            column.table().sql(),
                            role));
        }
        eraser(SqlName.quote(eraser));
        recordings.stream()
                .filter(table -> !ownership.owns(table))
                .forEach(table -> recording(table, SqlName.quote(eraser)));
        restorer(SqlName.quote(restorer));
        return statements;
    }

    private Set<String> schemas() {
        Set<String> schemas = new TreeSet<>();
        ownership
                .insertOrder()
                .forEach(table -> schemas.add(SqlName.quote(table.name().schema())));
        source.shared().forEach(table -> schemas.add(SqlName.quote(table.schema())));
        source.ignored().forEach(table -> schemas.add(SqlName.quote(table.schema())));
        // Of shared rows the keys are written and compared.
        Stream<Table> shared = source.shared().stream().flatMap(table -> ownership.catalog().table(table).stream());
        Stream.concat(ownership.insertOrder().stream(), shared)
                .flatMap(table -> table.columns().stream())
                .flatMap(column -> ownership.catalog().types().schemas(List.of(column.typeOid())).stream())
                .map(SqlName::quote)
                .forEach(schemas::add);
        return schemas;
    }

    private void eraser(String role) throws SQLException {
        for (Table table : ownership.insertOrder()) {
            grant("SELECT, DELETE", table.name().sql(), role);
        }
        source.volatiles().stream()
                .sorted(Comparator.comparing(ColumnName::toString))
                .forEach(column -> grant(
                        "UPDATE (" + SqlName.quote(column.column()) + ")",
                        column.table().sql(),
                        role));
        if (source.fence() != null) {
            fence(source.fence().on(), role, false);
            fence(source.fence().off(), role, false);
            if (source.fence().probe() != null) {
                fence(source.fence().probe(), role, true);
            }
        }
    }

    private void recording(TableName table, String role) {
        statements.add("GRANT USAGE ON SCHEMA " + SqlName.quote(table.schema()) + " TO " + role);
        grantInsert(table, role);
    }

    private void grantInsert(TableName table, String role) {
        grant("SELECT, INSERT", table.sql(), role);
        ownership.catalog().table(table).stream()
                .flatMap(target -> target.columns().stream())
                .filter(column -> column.sequence() != null)
                .forEach(column -> grant("USAGE", "SEQUENCE " + column.sequence(), role));
    }

    private void restorer(String role) {
        if (restoresSilently) {
            // A row lock for a reference needs the right to update what it refers to: docs/adr/0008.
            ownership.catalog().foreignKeys().stream()
                    .filter(key -> ownership.owns(key.from()) && !ownership.owns(key.to()))
                    .forEach(key -> grant(
                            "UPDATE (" + SqlText.columns(key.references()) + ")",
                            key.to().sql(),
                            role));
        }
        for (Table table : ownership.insertOrder()) {
            grant("SELECT, INSERT", table.name().sql(), role);
            table.columns().stream()
                    .filter(column -> column.sequence() != null)
                    .forEach(column -> grant("USAGE, SELECT, UPDATE", "SEQUENCE " + column.sequence(), role));
        }
    }

    /** What a fence statement writes to is read off its plan; planning runs nothing. */
    private void fence(String statement, String role, boolean probe) throws SQLException {
        String bound = SqlText.bindKey(statement, "NULL::" + ownership.keyType());
        JsonNode plan;
        try {
            plan = new ObjectMapper().readTree(sql.text("EXPLAIN (VERBOSE, FORMAT JSON) " + bound));
        } catch (JsonProcessingException e) {
            throw new SQLException("EXPLAIN gave no JSON", "XX000", e);
        }
        for (JsonNode node : plan.findParents("Operation")) {
            if (node.path("Node Type").asText().equals("ModifyTable")) {
                JsonNode target = node.has("Relation Name")
                        ? node
                        : node.path("Target Tables").path(0);
                grantWrite(
                        new TableName(
                                target.path("Schema").asText(),
                                target.path("Relation Name").asText()),
                        node.path("Operation").asText(),
                        role,
                        probe);
            }
        }
    }

    private void grantWrite(TableName table, String operation, String role, boolean probe) {
        boolean columnsSuffice = operation.equals("Update")
                && !probe
                && source.volatiles().stream().anyMatch(column -> column.table().equals(table));
        if (columnsSuffice) {
            return;
        }
        if (operation.equals("Insert")) {
            grantInsert(table, role);
        } else {
            grant("SELECT, " + operation.toUpperCase(Locale.ROOT), table.sql(), role);
        }
    }

    private void grant(String rights, String on, String role) {
        statements.add("GRANT " + rights + " ON " + on + " TO " + role);
    }
}
