package io.reprieve.cabinet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Cabinet, a document-management product that many customers share: the sample that Reprieve is shown and tested on.
 * Its rows live in one PostgreSQL database, its files in one S3 bucket under {@code accounts/{key}/}.
 */
public final class Cabinet {

    /** The bucket the data map names. */
    public static final String BUCKET = "cabinet-files";

    private Cabinet() {}

    /** Whether {@link #install} has run on this database. */
    public static boolean isInstalled(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var found = statement.executeQuery("SELECT to_regclass('public.release') IS NOT NULL"
                        + " AND to_regclass('public.document_versions') IS NOT NULL")) {
            found.next();
            return found.getBoolean(1);
        }
    }

    /** Creates the schema in an empty database; the caller owns what is created. */
    public static void install(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL search_path = public");
            statement.execute(resource("schema.sql"));
            connection.commit();
        }
    }

    /**
     * Fills an installed, empty Cabinet.
     *
     * @param files where the objects go, into {@code bucket}, which must exist; without it only rows are made (they
     *     name their objects all the same)
     * @return what was made
     */
    public static Generated generate(DataSource database, Optional<S3Client> files, String bucket, Size size)
            throws SQLException {
        CabinetRows.generate(database, size);
        int objects = files.isPresent() ? new CabinetObjects(files.get(), bucket).putMissing(database) : 0;
        return new Generated(CabinetRows.count(database), objects);
    }

    /** Puts the objects that the documents of a filled Cabinet name and the bucket lacks. */
    public static Generated putObjects(DataSource database, S3Client files, String bucket) throws SQLException {
        return new Generated(CabinetRows.count(database), new CabinetObjects(files, bucket).putMissing(database));
    }

    /** The accounts of this Cabinet, by key, as its own database tells them. */
    public static List<ProductAccount> accounts(DataSource database) throws SQLException {
        String sql = """
                SELECT a.id::text, a.name, a.domain, a.plan_code, a.crm_id, a.cpq_id, a.billing_id,
                       array(SELECT u.email::text FROM memberships m JOIN users u ON u.id = m.user_id
                              WHERE m.account_id = a.id AND m.role = 'owner' ORDER BY u.id)
                  FROM accounts a ORDER BY a.id""";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            List<ProductAccount> accounts = new ArrayList<>();
            while (row.next()) {
                accounts.add(new ProductAccount(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        texts(row.getArray(8))));
            }
            return List.copyOf(accounts);
        }
    }

    /** The data map of Cabinet, as its operators would keep it. */
    public static String dataMapYaml() {
        return read("/cabinet-data-map.yaml");
    }

    /** Whom the incident is told with. */
    public static Cast cast() {
        return Cast.INCIDENT;
    }

    /**
     * @param rows in every table together
     * @param objects put into the bucket
     */
    public record Generated(long rows, int objects) {}

    static String resource(String name) {
        return read("/io/reprieve/cabinet/" + name);
    }

    private static String read(String path) {
        try (InputStream in = Cabinet.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }
}
