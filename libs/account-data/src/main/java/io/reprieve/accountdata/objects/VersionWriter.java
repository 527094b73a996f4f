package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Puts archived versions and delete markers on top of a key, with all that S3 keeps beside the bytes. */
final class VersionWriter {

    /** Whatever is larger goes in parts; of them S3 takes 10,000, and none below 5 MiB but the last. */
    record Parts(long threshold, int size) {

        static final Parts USUAL = new Parts(64L << 20, 8 << 20);
        private static final int MOST = 10_000;
        private static final int BUFFERED = 16 << 20;

        long sizeFor(long total) {
            return Math.max(size, (total + MOST - 1) / MOST);
        }

        boolean buffers(long part) {
            return part <= BUFFERED;
        }
    }

    /** An archived version's bytes; may be opened more than once, for another attempt. */
    interface Bytes {
        InputStream open() throws IOException;
    }

    /** What is asked for with a restore request or hours of waiting is not written where it cannot be read back. */
    private static final Set<String> NOT_READ_AT_ONCE = Set.of("GLACIER", "DEEP_ARCHIVE");

    private final S3Client s3;
    private final String bucket;
    private final Parts parts;

    VersionWriter(S3Client s3, String bucket, Parts parts) {
        this.s3 = s3;
        this.bucket = bucket;
        this.parts = parts;
    }

    /**
     * Adds one version or delete marker.
     *
     * @return what could not be put back as it was
     */
    Optional<Finding> put(ObjectEntry entry, Bytes bytes) {
        if (entry.deleteMarker()) {
            attempt(
                    entry,
                    () -> s3.deleteObject(request -> request.bucket(bucket).key(entry.key())));
            return Optional.empty();
        }
        requireHeadersCanBeSent(entry);
        if (entry.storageClass() == null) {
            store(entry, null, bytes);
            return Optional.empty();
        }
        if (NOT_READ_AT_ONCE.contains(entry.storageClass())) {
            store(entry, null, bytes);
            return Optional.of(otherClass(entry, "is not read at once"));
        }
        return withClass(entry, bytes);
    }

    private Optional<Finding> withClass(ObjectEntry entry, Bytes bytes) {
        String version;
        try {
            version = store(entry, entry.storageClass(), bytes);
        } catch (AccountDataException e) {
            if (e.getCause() instanceof S3Exception refusal && refusal.statusCode() == 400) {
                store(entry, null, bytes);
                return Optional.of(otherClass(entry, "is not taken by the store"));
            }
            throw e;
        }
        String kept = attempt(
                        entry,
                        () -> s3.headObject(request ->
                                request.bucket(bucket).key(entry.key()).versionId(version)))
                .storageClassAsString();
        return entry.storageClass().equals(kept)
                ? Optional.empty()
                : Optional.of(otherClass(entry, "was not kept by the store"));
    }

    private static Finding otherClass(ObjectEntry entry, String why) {
        return Finding.note(
                "object-class", entry.key(), "lay in " + entry.storageClass() + ", which " + why + ": in STANDARD now");
    }

    private static void requireHeadersCanBeSent(ObjectEntry entry) {
        boolean ascii = entry.metadata().values().stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode)
                && entry.headers().values().stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
        // The HTTP client of the JDK writes headers in the platform's encoding.
        if (!ascii && !Charset.defaultCharset().equals(StandardCharsets.UTF_8)) {
            throw new AccountDataException(
                    entry.key() + " has metadata beyond ASCII: start this JVM with -Dfile.encoding=UTF-8");
        }
    }

    private String store(ObjectEntry entry, String storageClass, Bytes bytes) {
        return entry.size() > parts.threshold()
                ? inParts(entry, storageClass, bytes)
                : whole(entry, storageClass, bytes);
    }

    private String whole(ObjectEntry entry, String storageClass, Bytes bytes) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(entry.key())
                .contentType(entry.contentType())
                .metadata(entry.metadata())
                .tagging(tagging(entry))
                .storageClass(storageClass)
                .overrideConfiguration(config -> entry.headers().forEach(config::putHeader))
                .build();
        try (Opened opened = new Opened(entry, bytes)) {
            return attempt(entry, () -> s3.putObject(
                            request, RequestBody.fromContentProvider(opened, entry.size(), entry.contentType()))
                    .versionId());
        }
    }

    private String inParts(ObjectEntry entry, String storageClass, Bytes bytes) {
        CreateMultipartUploadRequest request = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(entry.key())
                .contentType(entry.contentType())
                .metadata(entry.metadata())
                .tagging(tagging(entry))
                .storageClass(storageClass)
                .overrideConfiguration(config -> entry.headers().forEach(config::putHeader))
                .build();
        String upload = attempt(entry, () -> s3.createMultipartUpload(request).uploadId());
        boolean completed = false;
        try (Opened opened = new Opened(entry, bytes)) {
            List<CompletedPart> sent = send(entry, upload, opened.newStream());
            String version = attempt(entry, () -> s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                            .key(entry.key())
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(sent)))
                    .versionId());
            completed = true;
            return version;
        } finally {
            if (!completed) {
                abort(entry, upload);
            }
        }
    }

    private List<CompletedPart> send(ObjectEntry entry, String upload, InputStream in) {
        List<CompletedPart> sent = new ArrayList<>();
        long partSize = parts.sizeFor(entry.size());
        for (long from = 0; from < entry.size(); from += partSize) {
            long length = Math.min(partSize, entry.size() - from);
            int number = sent.size() + 1;
            RequestBody body = body(entry, in, length, parts.buffers(partSize));
            String tag = attempt(entry, () -> s3.uploadPart(
                            part -> part.bucket(bucket)
                                    .key(entry.key())
                                    .uploadId(upload)
                                    .partNumber(number),
                            body)
                    .eTag());
            sent.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return sent;
    }

    private static RequestBody body(ObjectEntry entry, InputStream in, long length, boolean buffered) {
        if (!buffered) {
            return RequestBody.fromInputStream(in, length);
        }
        try {
            byte[] part = in.readNBytes((int) length);
            return RequestBody.fromBytes(part);
        } catch (IOException e) {
            throw new AccountDataException("putting back " + entry.key() + " failed: " + e.getMessage(), e);
        }
    }

    private void abort(ObjectEntry entry, String upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket).key(entry.key()).uploadId(upload));
        } catch (SdkException unreachable) {
            // The failure that led here is the one to tell; unfinished parts are no version of anything.
        }
    }

    private static Tagging tagging(ObjectEntry entry) {
        List<Tag> tags = new ArrayList<>();
        entry.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        return tags.isEmpty() ? null : Tagging.builder().tagSet(tags).build();
    }

    private static <T> T attempt(ObjectEntry entry, Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            // The SDK lets what the stream says out as it is, or wrapped in one of its own or none at all.
            throw new AccountDataException("putting back " + entry.key() + " failed: " + e.getMessage(), e);
        }
    }

    /** Opens the bytes anew for each attempt, and closes them all. */
    private static final class Opened implements ContentStreamProvider, AutoCloseable {
        private final ObjectEntry entry;
        private final Bytes bytes;
        private InputStream open;

        Opened(ObjectEntry entry, Bytes bytes) {
            this.entry = entry;
            this.bytes = bytes;
        }

        @Override
        public InputStream newStream() {
            close();
            try {
                open = bytes.open();
                return new ProvenBytes(open, entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException closed) {
                // Everything it gave was proved.
            }
        }
    }
}
