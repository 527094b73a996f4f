package io.reprieve.accountdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** One versioned bucket. */
final class Bucket {

    private static final int DELETE_AT_ONCE = 1000;
    private static final int BUFFER = 1 << 16;

    private final S3Client s3;
    private final String name;

    Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    record Listed(ObjectVersion version, boolean current, boolean deleteMarker) {}

    record Head(String versionId, long size) {}

    List<Finding> check() {
        try {
            if (s3.getBucketVersioning(request -> request.bucket(name)).status() == BucketVersioningStatus.ENABLED) {
                return List.of();
            }
            return List.of(Finding.error(
                    "bucket-unversioned",
                    name,
                    "keeps no versions, so that exact ones cannot be named: turn versioning on"));
        } catch (SdkException e) {
            return List.of(Finding.error("bucket-unreachable", name, "cannot be asked: " + e.getMessage()));
        }
    }

    void versions(String prefix, Consumer<Listed> taker) {
        attempt("listing " + prefix, () -> {
            s3.listObjectVersionsPaginator(request -> request.bucket(name).prefix(prefix))
                    .forEach(page -> {
                        page.versions()
                                .forEach(version -> taker.accept(new Listed(
                                        new ObjectVersion(
                                                version.key(),
                                                version.versionId(),
                                                version.size(),
                                                version.eTag(),
                                                version.lastModified()),
                                        version.isLatest(),
                                        false)));
                        page.deleteMarkers()
                                .forEach(marker -> taker.accept(new Listed(
                                        new ObjectVersion(
                                                marker.key(), marker.versionId(), 0, "", marker.lastModified()),
                                        marker.isLatest(),
                                        true)));
                    });
            return null;
        });
    }

    ResponseInputStream<GetObjectResponse> open(String key, String versionId) {
        return attempt(
                "reading " + key,
                () -> s3.getObject(request -> request.bucket(name).key(key).versionId(versionId)));
    }

    Optional<Head> current(String key) {
        return attempt("looking for " + key, () -> {
            try {
                HeadObjectResponse head =
                        s3.headObject(request -> request.bucket(name).key(key));
                return Optional.of(new Head(head.versionId(), head.contentLength()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    boolean same(Head head, ObjectEntry entry) {
        if (head.size() != entry.size()) {
            return false;
        }
        if (entry.versionId().equals(head.versionId())) {
            return true;
        }
        MessageDigest digest = Digests.sha256();
        try (InputStream in = open(entry.key(), head.versionId())) {
            copy(in, OutputStream.nullOutputStream(), digest);
        } catch (IOException e) {
            throw new AccountDataException("reading " + entry.key() + " failed: " + e.getMessage(), e);
        }
        return Digests.hex(digest.digest()).equals(entry.sha256());
    }

    ObjectEntry copyOut(ObjectVersion version, ExportSink sink) {
        MessageDigest digest = Digests.sha256();
        try (ResponseInputStream<GetObjectResponse> in = open(version.key(), version.versionId());
                OutputStream out = sink.object(version)) {
            long size = copy(in, out, digest);
            if (size != version.size()) {
                throw new AccountDataException(
                        version.key() + " gave " + size + " bytes where its listing says " + version.size());
            }
            GetObjectResponse head = in.response();
            return new ObjectEntry(
                    version.key(),
                    version.versionId(),
                    size,
                    Digests.hex(digest.digest()),
                    head.contentType() == null ? "application/octet-stream" : head.contentType(),
                    Map.copyOf(head.metadata()),
                    headers(head));
        } catch (IOException e) {
            throw new AccountDataException("copying " + version.key() + " failed: " + e.getMessage(), e);
        }
    }

    /** Stores the bytes and returns the new version; a stream that is not what the entry says leaves nothing behind. */
    String put(ObjectEntry entry, InputStream bytes) {
        MessageDigest digest = Digests.sha256();
        DigestInputStream hashed = new DigestInputStream(bytes, digest) {
            @Override
            public boolean markSupported() {
                // What is read again after a reset would be hashed twice.
                return false;
            }
        };
        String version = attempt("putting back " + entry.key(), () -> s3.putObject(
                        request -> request.bucket(name)
                                .key(entry.key())
                                .contentType(entry.contentType())
                                .metadata(entry.metadata())
                                .cacheControl(entry.headers().get("Cache-Control"))
                                .contentDisposition(entry.headers().get("Content-Disposition"))
                                .contentEncoding(entry.headers().get("Content-Encoding"))
                                .contentLanguage(entry.headers().get("Content-Language")),
                        RequestBody.fromInputStream(hashed, entry.size()))
                .versionId());
        if (!Digests.hex(digest.digest()).equals(entry.sha256())) {
            attempt(
                    "taking back " + entry.key(),
                    () -> s3.deleteObject(
                            request -> request.bucket(name).key(entry.key()).versionId(version)));
            throw new AccountDataException(entry.key() + " is not what its archive says: taken back");
        }
        return version;
    }

    List<Finding> delete(Collection<ObjectVersion> versions) {
        List<ObjectIdentifier> pairs = versions.stream()
                .map(version -> ObjectIdentifier.builder()
                        .key(version.key())
                        .versionId(version.versionId())
                        .build())
                .toList();
        List<Finding> refused = new ArrayList<>();
        for (int from = 0; from < pairs.size(); from += DELETE_AT_ONCE) {
            List<ObjectIdentifier> batch = pairs.subList(from, Math.min(pairs.size(), from + DELETE_AT_ONCE));
            attempt(
                            "deleting objects",
                            () -> s3.deleteObjects(request -> request.bucket(name)
                                    .delete(delete -> delete.objects(batch).quiet(true))))
                    .errors()
                    .forEach(error -> refused.add(Finding.error(
                            "object-not-deleted", error.key(), error.code() + " for version " + error.versionId())));
        }
        return refused;
    }

    private static Map<String, String> headers(GetObjectResponse head) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Cache-Control", head.cacheControl());
        headers.put("Content-Disposition", head.contentDisposition());
        headers.put("Content-Encoding", head.contentEncoding());
        headers.put("Content-Language", head.contentLanguage());
        headers.values().removeIf(value -> value == null || value.isEmpty());
        return Map.copyOf(headers);
    }

    private static long copy(InputStream in, OutputStream out, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            size += read;
        }
        return size;
    }

    private static <T> T attempt(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new AccountDataException(doing + " failed: " + e.getMessage(), e);
        }
    }
}
