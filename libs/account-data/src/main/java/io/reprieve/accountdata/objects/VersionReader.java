package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.digest.Digests;
import io.reprieve.accountdata.report.AccountDataException;
import io.reprieve.accountdata.report.AccountRefused;
import io.reprieve.accountdata.report.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads single versions: their bytes, and all that S3 keeps beside them. */
final class VersionReader {

    private static final int BUFFER = 1 << 16;
    private static final String STANDARD = "STANDARD";
    private static final List<String> NOTED = List.of(
            "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-aws-kms-key-id",
            "x-amz-checksum-crc32",
            "x-amz-checksum-crc32c",
            "x-amz-checksum-crc64nvme",
            "x-amz-checksum-sha1",
            "x-amz-checksum-sha256",
            "x-amz-object-lock-mode",
            "x-amz-object-lock-retain-until-date",
            "x-amz-object-lock-legal-hold");

    private final S3Client s3;
    private final String bucket;

    VersionReader(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** The bytes of exactly this version. */
    ResponseInputStream<GetObjectResponse> open(String key, String versionId) {
        try {
            return s3.getObject(request -> request.bucket(bucket).key(key).versionId(versionId));
        } catch (InvalidObjectStateException e) {
            throw refused(
                    "object-in-archive",
                    key,
                    versionId,
                    "lies in a storage class that is not read at once: have"
                            + " it restored there first (RestoreObject)");
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw refused(
                        "object-vanished",
                        key,
                        versionId,
                        "was listed and is gone: somebody deletes versions;" + " take the backup again");
            }
            throw new AccountDataException("reading " + key + " failed: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new AccountDataException("reading " + key + " failed: " + e.getMessage(), e);
        }
    }

    /** Copies one version into the sink and hashes it on the way, unless the sink has it from an earlier run. */
    ObjectEntry copyOut(ObjectVersion version, ExportSink sink) {
        if (version.deleteMarker()) {
            return ObjectEntry.marker(version);
        }
        return sink.written(version).orElseGet(() -> {
            ObjectEntry entry = copied(version, sink);
            sink.wrote(entry);
            return entry;
        });
    }

    private ObjectEntry copied(ObjectVersion version, ExportSink sink) {
        Map<String, String> tags = tags(version);
        MessageDigest digest = Digests.sha256();
        try (ResponseInputStream<GetObjectResponse> in = open(version.key(), version.versionId());
                OutputStream out = sink.object(version)) {
            long size = copy(in, out, digest);
            if (size != version.size()) {
                throw new AccountDataException(
                        version.key() + " gave " + size + " bytes where its listing says " + version.size());
            }
            return entry(version, in.response(), Digests.hex(digest.digest()), tags);
        } catch (IOException e) {
            throw new AccountDataException("copying " + version.key() + " failed: " + e.getMessage(), e);
        }
    }

    /** Whether a live version holds what the archived one held; the storage class does not count, stores move it. */
    boolean same(ObjectEntry entry, ObjectVersion live) {
        if (entry.size() != live.size() || !entry.tags().equals(tags(live))) {
            return false;
        }
        if (entry.versionId().equals(live.versionId())) {
            return true;
        }
        MessageDigest digest = Digests.sha256();
        try (ResponseInputStream<GetObjectResponse> in = open(live.key(), live.versionId())) {
            ObjectEntry found = entry(live, in.response(), "", Map.of());
            if (!found.contentType().equals(entry.contentType())
                    || !found.metadata().equals(entry.metadata())
                    || !found.headers().equals(entry.headers())) {
                in.abort();
                return false;
            }
            copy(in, OutputStream.nullOutputStream(), digest);
        } catch (IOException e) {
            throw new AccountDataException("reading " + live.key() + " failed: " + e.getMessage(), e);
        }
        return Digests.hex(digest.digest()).equals(entry.sha256());
    }

    private Map<String, String> tags(ObjectVersion version) {
        // Asked for always: the count that comes with the bytes is left out for those who may not read tags.
        try {
            Map<String, String> tags = new HashMap<>();
            s3.getObjectTagging(
                            request -> request.bucket(bucket).key(version.key()).versionId(version.versionId()))
                    .tagSet()
                    .forEach(tag -> tags.put(tag.key(), tag.value()));
            return tags;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw refused(
                        "object-vanished",
                        version.key(),
                        version.versionId(),
                        "was listed and is gone: somebody" + " deletes versions; take the backup again");
            }
            throw new AccountDataException("reading the tags of " + version.key() + " failed: " + e.getMessage(), e);
        } catch (SdkException e) {
            throw new AccountDataException("reading the tags of " + version.key() + " failed: " + e.getMessage(), e);
        }
    }

    private static ObjectEntry entry(
            ObjectVersion version, GetObjectResponse head, String sha256, Map<String, String> tags) {
        if (head.missingMeta() != null && head.missingMeta() > 0) {
            throw refused(
                    "object-metadata",
                    version.key(),
                    version.versionId(),
                    "has metadata that the store does not" + " give over HTTP: write it again without");
        }
        Map<String, String> metadata = new TreeMap<>();
        head.metadata().forEach((name, value) -> metadata.put(name, text(value)));
        String storageClass = head.storageClassAsString();
        return new ObjectEntry(
                version.key(),
                version.versionId(),
                false,
                version.lastModified(),
                version.size(),
                sha256,
                head.contentType() == null ? "application/octet-stream" : head.contentType(),
                metadata,
                headers(head),
                tags,
                STANDARD.equals(storageClass) ? null : storageClass,
                noted(head));
    }

    private static Map<String, String> headers(GetObjectResponse head) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Cache-Control", head.cacheControl());
        headers.put("Content-Disposition", head.contentDisposition());
        headers.put("Content-Encoding", head.contentEncoding());
        headers.put("Content-Language", head.contentLanguage());
        headers.put("Expires", head.expiresString());
        headers.put("x-amz-website-redirect-location", head.websiteRedirectLocation());
        headers.values().removeIf(value -> value == null || value.isEmpty());
        headers.replaceAll((name, value) -> text(value));
        return headers;
    }

    private static Map<String, String> noted(GetObjectResponse head) {
        Map<String, String> noted = new TreeMap<>();
        for (String name : NOTED) {
            head.sdkHttpResponse().firstMatchingHeader(name).ifPresent(value -> noted.put(name, value));
        }
        return noted;
    }

    /** HTTP gives a header's bytes as Latin-1; stores that keep UTF-8 as it came send that. */
    private static String text(String header) {
        if (header.chars().noneMatch(c -> c > 0x7f) || header.chars().anyMatch(c -> c > 0xff)) {
            return header;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return header;
        }
    }

    private static AccountRefused refused(String rule, String key, String versionId, String message) {
        return new AccountRefused(List.of(Finding.error(rule, key, "version " + versionId + " " + message)));
    }

    static long copy(InputStream in, OutputStream out, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            size += read;
        }
        return size;
    }
}
