package io.reprieve.backup.service;

import io.reprieve.cabinet.Cabinet;
import io.reprieve.localservers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** The product as an independent eye sees it, and as somebody else's script damages it. */
public final class Product {

    private Product() {}

    /** @return count and md5 of every table, independent of everything under test */
    public static Map<String, String> tables() throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Connection connection = ServiceUnderTest.product().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : names(statement)) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM " + table
                                + " t")) {
                    row.next();
                    tables.put(table, row.getLong(1) + " " + row.getString(2));
                }
            }
        }
        return tables;
    }

    private static List<String> names(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                + " WHERE schemaname = 'public' ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** @return ETag of every current object of an account */
    public static Map<String, String> objects(String accountKey) {
        try (S3Client s3 = TestServers.s3().client()) {
            Map<String, String> objects = new TreeMap<>();
            // By versions: the plain listing of this S3 goes on showing what a delete marker hides.
            s3
                    .listObjectVersionsPaginator(r -> r.bucket(Cabinet.BUCKET).prefix("accounts/" + accountKey + "/"))
                    .versions()
                    .stream()
                    .filter(ObjectVersion::isLatest)
                    .forEach(o -> objects.put(o.key(), o.eTag() + " " + o.size()));
            return objects;
        }
    }

    /** @return count and md5 of an account's rows in every table */
    public static Map<String, String> rows(String accountKey) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String deletion : deletions(accountKey)) {
            String where = deletion.substring("DELETE FROM ".length()).replaceFirst(" WHERE ", " t WHERE ");
            rows.put(
                    where.substring(0, where.indexOf(' ')),
                    live(
                            "SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"
                                    + " FROM " + where));
        }
        return rows;
    }

    /**
     * Deletes an account's rows, and its objects with all their versions: what is left of them would go along into every later test's
     * backup.
     */
    public static void deleteEverythingOf(String accountKey) throws SQLException {
        deleteRowsOf(accountKey);
        deleteObject("accounts/" + accountKey + "/");
    }

    /** Deletes an account the way a clean-up script would: rows by cascading order, objects without version. */
    public static void deleteByScript(String accountKey) throws SQLException {
        deleteRowsOf(accountKey);
        try (S3Client s3 = TestServers.s3().client()) {
            objects(accountKey)
                    .keySet()
                    .forEach(
                            key -> s3.deleteObject(r -> r.bucket(Cabinet.BUCKET).key(key)));
        }
    }

    private static void deleteRowsOf(String accountKey) throws SQLException {
        try (Connection connection = ServiceUnderTest.product().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : deletions(accountKey)) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    /** Deletes every version of what begins with this, as a sweep does: none is left, not even a delete marker. */
    public static void deleteObject(String prefix) {
        try (S3Client s3 = TestServers.s3().client()) {
            var listed = s3.listObjectVersions(r -> r.bucket(Cabinet.BUCKET).prefix(prefix));
            Stream.concat(
                            listed.versions().stream().map(Product::identified),
                            listed.deleteMarkers().stream().map(Product::identified))
                    .forEach(version -> s3.deleteObject(
                            r -> r.bucket(Cabinet.BUCKET).key(version.key()).versionId(version.versionId())));
        }
    }

    private static ObjectIdentifier identified(ObjectVersion version) {
        return ObjectIdentifier.builder()
                .key(version.key())
                .versionId(version.versionId())
                .build();
    }

    private static ObjectIdentifier identified(DeleteMarkerEntry marker) {
        return ObjectIdentifier.builder()
                .key(marker.key())
                .versionId(marker.versionId())
                .build();
    }

    private static List<String> deletions(String key) {
        String cabinets = "(SELECT id FROM public.cabinets WHERE account_id = " + key + ")";
        String folders = "(SELECT id FROM public.folders WHERE cabinet_id IN " + cabinets + ")";
        String documents = "(SELECT id FROM public.documents WHERE folder_id IN " + folders + ")";
        String versions = "(SELECT id FROM public.document_versions WHERE document_id IN " + documents + ")";
        return List.of(
                "DELETE FROM public.signatures WHERE version_id IN " + versions,
                "DELETE FROM public.share_visits WHERE document_id IN " + documents,
                "DELETE FROM public.shares WHERE document_id IN " + documents,
                "DELETE FROM public.comments WHERE document_id IN " + documents,
                "DELETE FROM public.document_tags WHERE document_id IN " + documents,
                "DELETE FROM public.document_versions WHERE document_id IN " + documents,
                "DELETE FROM public.documents WHERE folder_id IN " + folders,
                "DELETE FROM public.folders WHERE cabinet_id IN " + cabinets,
                "DELETE FROM public.cabinets WHERE account_id = " + key,
                "DELETE FROM public.tags WHERE account_id = " + key,
                "DELETE FROM public.activity WHERE account_id = " + key,
                "DELETE FROM public.memberships WHERE account_id = " + key,
                "DELETE FROM public.accounts WHERE id = " + key);
    }

    /** @return the one value a query of the product's gives */
    public static String live(String query) throws SQLException {
        return one(ServiceUnderTest.product(), query);
    }

    /** @return the one value a query of the scratch database's gives */
    public static String scratch(String query) throws SQLException {
        return one(ServiceUnderTest.scratch(), query);
    }

    private static String one(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Runs one statement as the product's administrator. */
    public static void run(String sql) throws SQLException {
        try (Connection connection = ServiceUnderTest.product().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
