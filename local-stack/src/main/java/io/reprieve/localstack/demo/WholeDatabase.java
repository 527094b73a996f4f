package io.reprieve.localstack.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Looks at every row of Cabinet with plain SQL: the demo's own witness, which shares no code with the suite and knows the
 * tables of an account without its data map.
 */
final class WholeDatabase {
    private static final String OF_DOCUMENT =
            "IN (SELECT d.id FROM documents d JOIN folders f ON f.id = d.folder_id JOIN cabinets c ON c.id = f.cabinet_id"
                    + " WHERE c.account_id = %1$s)";
    private static final Map<String, String> OF_ACCOUNT = ofAccount();

    private final DataSource product;

    WholeDatabase(DataSource product) {
        this.product = product;
    }

    /**
     * Fingerprints by table: how many rows, and a digest of their text that does not depend on their order.
     *
     * @param tables by name
     */
    record Fingerprint(Map<String, String> tables) {
        /** The tables that differ. */
        List<String> differences(Fingerprint other) {
            List<String> differing = new ArrayList<>();
            tables.forEach((table, print) -> {
                if (!print.equals(other.tables().get(table))) {
                    differing.add(table + " (" + print + " / " + other.tables().get(table) + ")");
                }
            });
            other.tables().keySet().stream()
                    .filter(table -> !tables.containsKey(table))
                    .forEach(differing::add);
            return differing;
        }

        long rows() {
            return tables.values().stream()
                    .mapToLong(print -> Long.parseLong(print.substring(0, print.indexOf(' '))))
                    .sum();
        }

        Fingerprint without(String table) {
            Map<String, String> fewer = new TreeMap<>(tables);
            fewer.remove(table);
            return new Fingerprint(fewer);
        }
    }

    /** Every row there is. */
    Fingerprint everything() {
        return taken("true", Map.of());
    }

    /** Every row but those of one account. */
    Fingerprint everythingBut(String accountKey) {
        Map<String, String> others = new LinkedHashMap<>();
        OF_ACCOUNT.forEach(
                (table, its) -> others.put(table, "NOT (" + its.formatted(Long.parseLong(accountKey)) + ")"));
        return taken("true", others);
    }

    private Fingerprint taken(String otherwise, Map<String, String> conditions) {
        Map<String, String> prints = new TreeMap<>();
        try (Connection connection = product.getConnection();
                Statement statement = connection.createStatement()) {
            // one snapshot for all tables
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            statement.execute(
                    "SET LOCAL TimeZone = 'UTC'; SET LOCAL work_mem = '64MB'; SET LOCAL search_path = public");
            for (String table : tables(statement)) {
                String sql =
                        "SELECT count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
                                + " FROM public.\"" + table + "\" t WHERE " + conditions.getOrDefault(table, otherwise);
                try (var row = statement.executeQuery(sql)) {
                    row.next();
                    prints.put(table, row.getString(1));
                }
            }
            connection.rollback();
            return new Fingerprint(prints);
        } catch (SQLException e) {
            throw new StoryBroken("the product's database cannot be read: " + e.getMessage());
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        String sql = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname";
        try (var row = statement.executeQuery(sql)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return tables;
    }

    private static Map<String, String> ofAccount() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("accounts", "t.id = %1$s");
        for (String table : List.of("memberships", "cabinets", "tags", "activity")) {
            tables.put(table, "t.account_id = %1$s");
        }
        tables.put("folders", "t.cabinet_id IN (SELECT id FROM cabinets WHERE account_id = %1$s)");
        tables.put("documents", "t.id " + OF_DOCUMENT);
        for (String table : List.of("document_versions", "document_tags", "comments", "shares", "share_visits")) {
            tables.put(table, "t.document_id " + OF_DOCUMENT);
        }
        tables.put(
                "signatures",
                "t.version_id IN (SELECT id FROM document_versions WHERE document_id " + OF_DOCUMENT + ")");
        return tables;
    }
}
