package io.reprieve.localstack.demo;

import io.reprieve.localstack.ObjectAccess;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads every object of the product's bucket, byte for byte: the demo's own witness for objects. */
final class WholeBucket {
    private static final int AT_ONCE = 6;

    private final ObjectAccess files;

    WholeBucket(ObjectAccess files) {
        this.files = files;
    }

    /**
     * What each object is, by key: size, SHA-256, content type and metadata.
     *
     * @param objects by key
     */
    record Contents(Map<String, String> objects) {
        List<String> differences(Contents other) {
            List<String> differing = new ArrayList<>();
            objects.forEach((key, is) -> {
                if (!is.equals(other.objects().get(key))) {
                    differing.add(key + " (" + is + " / "
                            + Objects.requireNonNullElse(other.objects().get(key), "absent") + ")");
                }
            });
            other.objects().keySet().stream()
                    .filter(key -> !objects.containsKey(key))
                    .forEach(key -> differing.add(key + " (absent / there)"));
            return differing;
        }

        Contents without(String prefix) {
            Map<String, String> fewer = new TreeMap<>(objects);
            fewer.keySet().removeIf(key -> key.startsWith(prefix));
            return new Contents(fewer);
        }
    }

    /** How many objects lie under a prefix now. */
    int count(String prefix) {
        try (S3Client client = files.client()) {
            return (int)
                    client
                            .listObjectsV2Paginator(
                                    request -> request.bucket(files.bucket()).prefix(prefix))
                            .contents()
                            .stream()
                            .count();
        }
    }

    /** Everything there is, read now. */
    Contents read() {
        ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
        try (S3Client client = files.client()) {
            Map<String, Future<String>> reading = new TreeMap<>();
            for (S3Object object : client.listObjectsV2Paginator(request -> request.bucket(files.bucket()))
                    .contents()) {
                reading.put(object.key(), readers.submit(() -> fingerprint(client, object.key())));
            }
            Map<String, String> objects = new TreeMap<>();
            for (Map.Entry<String, Future<String>> one : reading.entrySet()) {
                objects.put(one.getKey(), one.getValue().get());
            }
            return new Contents(objects);
        } catch (ExecutionException e) {
            throw new StoryBroken("the bucket cannot be read: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryBroken("interrupted while reading the bucket");
        } finally {
            readers.shutdownNow();
        }
    }

    private String fingerprint(S3Client client, String key) throws NoSuchAlgorithmException {
        ResponseBytes<GetObjectResponse> object = client.getObjectAsBytes(
                request -> request.bucket(files.bucket()).key(key));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(object.asByteArrayUnsafe());
        return object.asByteArrayUnsafe().length + " bytes, " + HexFormat.of().formatHex(digest) + ", "
                + object.response().contentType() + ", "
                + new TreeMap<>(object.response().metadata());
    }
}
