package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.datamap.S3Source;
import io.reprieve.localservers.S3Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of its own on a shared server, as its owner and as the engine see it. */
final class Shelf implements AutoCloseable {

    static final VersionWriter.Parts SMALL_PARTS = new VersionWriter.Parts(6 << 20, 5 << 20);
    private static final AtomicInteger MADE = new AtomicInteger();

    final S3Client owner;
    final ObjectStore store;
    final S3Source source;
    final AccountObjects objects;

    Shelf(S3Server server, boolean locked) {
        String bucket = "shelf-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
        if (locked) {
            server.createLockedBucket(bucket);
        } else {
            server.createVersionedBucket(bucket);
        }
        store = ObjectStore.connect(URI.create(server.endpoint()), "us-east-1", server.accessKey(), server.secretKey());
        owner = store.s3();
        source = new S3Source("files", bucket, "accounts/{key}/");
        objects = new AccountObjects(Optional.of(source), false, Optional.of(store), SMALL_PARTS);
    }

    String bucket() {
        return source.bucket();
    }

    String put(String name, String text) {
        return owner.putObject(
                        request -> request.bucket(bucket()).key("accounts/1/" + name), RequestBody.fromString(text))
                .versionId();
    }

    /** Deletes as a product does: a marker hides what is there. */
    void hide(String name) {
        owner.deleteObject(request -> request.bucket(bucket()).key("accounts/1/" + name));
    }

    void purge() {
        objects.delete("1", objects.list("1"));
    }

    /** What lies there, told by content: {@code name=text}, {@code name deleted}; each name's from the oldest on. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        for (ObjectVersion version : objects.list("1")) {
            String name = version.key().substring("accounts/1/".length());
            told.add(version.deleteMarker() ? name + " deleted" : name + "=" + text(version));
        }
        return told;
    }

    private String text(ObjectVersion version) {
        return owner.getObjectAsBytes(
                        request -> request.bucket(bucket()).key(version.key()).versionId(version.versionId()))
                .asUtf8String();
    }

    @Override
    public void close() {
        store.close();
    }
}
