package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.report.AccountDataException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Lists everything under a prefix, page by page: each key's versions and delete markers together, from the oldest on. */
final class VersionListing {

    private static final Comparator<String> BY_CODE_POINT =
            Comparator.comparing(key -> key.codePoints().toArray(), Arrays::compare);

    private final S3Client s3;
    private final String bucket;
    private final int pageSize;
    private volatile boolean plain;

    VersionListing(S3Client s3, String bucket) {
        this(s3, bucket, 1000);
    }

    VersionListing(S3Client s3, String bucket, int pageSize) {
        this.s3 = s3;
        this.bucket = bucket;
        this.pageSize = pageSize;
    }

    private record Listed(ObjectVersion version, boolean latest) {

        String key() {
            return version.key();
        }

        Instant at() {
            return version.lastModified();
        }
    }

    /** Gives each key's history once; holds a page and one key's history at a time. */
    void each(String prefix, Consumer<List<ObjectVersion>> histories) {
        List<Listed> history = new ArrayList<>();
        String key = null;
        String version = null;
        boolean more = true;
        while (more) {
            List<Boolean> markers = new ArrayList<>();
            ListObjectVersionsResponse page = page(prefix, key, version, markers);
            for (Listed listed : newestFirst(page, markers)) {
                if (!history.isEmpty() && !history.get(0).key().equals(listed.key())) {
                    histories.accept(oldestFirst(history));
                    history.clear();
                }
                history.add(listed);
            }
            key = page.nextKeyMarker();
            version = page.nextVersionIdMarker();
            more = Boolean.TRUE.equals(page.isTruncated()) && key != null;
        }
        if (!history.isEmpty()) {
            histories.accept(oldestFirst(history));
        }
    }

    /** A key may hold what XML cannot, so that names are asked for encoded; S3Mock fails at that, and is asked again. */
    private ListObjectVersionsResponse page(String prefix, String key, String version, List<Boolean> markers) {
        if (plain) {
            return page(prefix, key, version, null, markers);
        }
        try {
            return page(prefix, key, version, EncodingType.URL, markers);
        } catch (S3Exception e) {
            if (e.statusCode() < 500) {
                throw e;
            }
            ListObjectVersionsResponse page = page(prefix, key, version, null, markers);
            plain = true;
            return page;
        }
    }

    private ListObjectVersionsResponse page(
            String prefix, String key, String version, EncodingType encoding, List<Boolean> markers) {
        return s3.listObjectVersions(request -> request.bucket(bucket)
                .prefix(prefix)
                .keyMarker(key)
                .versionIdMarker(version)
                .maxKeys(pageSize)
                .encodingType(encoding)
                .overrideConfiguration(config -> config.putExecutionAttribute(ListingOrder.MARKERS, markers)));
    }

    private static List<Listed> newestFirst(ListObjectVersionsResponse page, List<Boolean> markers) {
        List<Listed> versions = new ArrayList<>();
        page.versions()
                .forEach(found -> versions.add(new Listed(
                        new ObjectVersion(
                                found.key(), found.versionId(), found.size(), found.eTag(), found.lastModified()),
                        found.isLatest())));
        List<Listed> deleted = new ArrayList<>();
        page.deleteMarkers()
                .forEach(found -> deleted.add(new Listed(
                        new ObjectVersion(found.key(), found.versionId(), 0, "", found.lastModified(), true),
                        found.isLatest())));
        if (markers.size() != versions.size() + deleted.size()
                || Collections.frequency(markers, true) != deleted.size()) {
            throw new AccountDataException("a listing named other things than it holds");
        }
        return apart(markers) ? byTime(versions, deleted) : asNamed(versions, deleted, markers);
    }

    /** Whether all markers stand before or behind all versions: so do some stores have it, whatever the order in time. */
    private static boolean apart(List<Boolean> markers) {
        int changes = 0;
        for (int i = 1; i < markers.size(); i++) {
            changes += markers.get(i).equals(markers.get(i - 1)) ? 0 : 1;
        }
        return changes <= 1;
    }

    private static List<Listed> asNamed(List<Listed> versions, List<Listed> deleted, List<Boolean> markers) {
        List<Listed> all = new ArrayList<>();
        int version = 0;
        int marker = 0;
        for (boolean isMarker : markers) {
            all.add(isMarker ? deleted.get(marker++) : versions.get(version++));
        }
        all.sort(Comparator.comparing(Listed::key, BY_CODE_POINT));
        return all;
    }

    /** Merges the two lists key by key; each keeps its own order, and a marker as old as a version is what hides it. */
    private static List<Listed> byTime(List<Listed> versions, List<Listed> deleted) {
        List<Listed> all = new ArrayList<>();
        Deque<Listed> markers = new ArrayDeque<>(sortedByKey(deleted));
        for (Listed version : sortedByKey(versions)) {
            while (!markers.isEmpty() && standsBefore(markers.peek(), version)) {
                all.add(markers.remove());
            }
            all.add(version);
        }
        all.addAll(markers);
        return all;
    }

    private static boolean standsBefore(Listed marker, Listed version) {
        int order = BY_CODE_POINT.compare(marker.key(), version.key());
        return order < 0
                || order == 0
                        && (marker.latest() || !version.latest() && !marker.at().isBefore(version.at()));
    }

    private static List<Listed> sortedByKey(List<Listed> listed) {
        return listed.stream()
                .sorted(Comparator.comparing(Listed::key, BY_CODE_POINT))
                .toList();
    }

    private static List<ObjectVersion> oldestFirst(List<Listed> history) {
        List<ObjectVersion> versions = new ArrayList<>();
        history.forEach(listed -> versions.add(listed.version()));
        Collections.reverse(versions);
        return versions;
    }
}
