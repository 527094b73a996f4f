package io.reprieve.cabinet;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Puts the files that Cabinet's documents name into its bucket. */
final class CabinetObjects {

    private static final int AT_ONCE = 8;
    private static final int LARGE = 2_500_000;
    private static final Map<String, String> TYPES = Map.of(
            "pdf", "application/pdf",
            "txt", "text/plain; charset=utf-8",
            "png", "image/png",
            "json", "application/json",
            "csv", "text/csv");

    private final S3Client files;
    private final String bucket;

    CabinetObjects(S3Client files, String bucket) {
        this.files = files;
        this.bucket = bucket;
    }

    /** Puts those that are not there yet: a second version of an object would be another content. */
    int putMissing(DataSource database) throws SQLException {
        Set<String> there = existing();
        ExecutorService putters = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> puts = new ArrayList<>();
            for (Named object : named(database)) {
                if (!there.contains(object.key())) {
                    puts.add(putters.submit(() -> put(object)));
                }
            }
            for (Future<?> put : puts) {
                put.get();
            }
            return puts.size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while putting objects into " + bucket, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an object could not be put into " + bucket, e.getCause());
        } finally {
            putters.shutdownNow();
        }
    }

    private Set<String> existing() {
        return files.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toSet());
    }

    private void put(Named object) {
        String type = TYPES.get(object.key().substring(object.key().lastIndexOf('.') + 1));
        files.putObject(
                request -> request.bucket(bucket)
                        .key(object.key())
                        .contentType(type)
                        .metadata(Map.of("document", Long.toString(object.document()), "uploaded-by", "cabinet/7.2.0")),
                RequestBody.fromBytes(content(object)));
    }

    /** Deterministic by document: empty, a line of text, some kilobytes of noise, now and then megabytes of it. */
    private static byte[] content(Named object) {
        if (object.key().endsWith("/empty.txt")) {
            return new byte[0];
        }
        if (object.key().endsWith(".txt")) {
            return ("Minutes of document " + object.document() + ": größer als erwartet.\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        Random dice = new Random(object.document());
        byte[] bytes = new byte[object.large() ? LARGE : 500 + dice.nextInt(40_000)];
        dice.nextBytes(bytes);
        return bytes;
    }

    private static List<Named> named(DataSource database) throws SQLException {
        String sql = """
                SELECT d.id, d.object_key, row_number() OVER (PARTITION BY c.account_id ORDER BY d.id) = 19
                  FROM documents d JOIN folders f ON f.id = d.folder_id JOIN cabinets c ON c.id = f.cabinet_id
                 WHERE d.object_key IS NOT NULL ORDER BY d.id""";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            List<Named> objects = new ArrayList<>();
            while (row.next()) {
                objects.add(new Named(row.getLong(1), row.getString(2), row.getBoolean(3)));
            }
            return objects;
        }
    }

    private record Named(long document, String key, boolean large) {}
}
