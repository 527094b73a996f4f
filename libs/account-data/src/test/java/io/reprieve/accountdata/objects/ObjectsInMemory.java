package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.ContentDigests;
import io.reprieve.accountdata.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of an archive, kept in memory, for tests. */
final class ObjectsInMemory implements ExportSink, ArchiveSource {

    private final Map<String, ByteArrayOutputStream> bytes = new ConcurrentHashMap<>();
    private List<ObjectEntry> entries = List.of();

    static ObjectsInMemory of(AccountObjects objects, String accountKey) {
        ObjectsInMemory archive = new ObjectsInMemory();
        archive.entries = objects.copyOut(objects.list(accountKey), archive, Progress.NONE);
        return archive;
    }

    /** The same archive, as far as a restore that was cut short would have read it. */
    ObjectsInMemory first(int entries) {
        return of(this.entries.subList(0, entries));
    }

    /** The same bytes under other entries. */
    ObjectsInMemory of(List<ObjectEntry> entries) {
        ObjectsInMemory part = new ObjectsInMemory();
        part.bytes.putAll(bytes);
        part.entries = entries;
        return part;
    }

    String digest() {
        return ContentDigests.objects(entries);
    }

    void replace(ObjectEntry entry, byte[] with) {
        bytes.get(entry.key() + " " + entry.versionId()).reset();
        bytes.get(entry.key() + " " + entry.versionId()).writeBytes(with);
    }

    @Override
    public OutputStream object(ObjectVersion version) {
        return bytes.computeIfAbsent(version.key() + " " + version.versionId(), key -> new ByteArrayOutputStream());
    }

    @Override
    public List<ObjectEntry> objects() {
        return entries;
    }

    @Override
    public InputStream object(ObjectEntry entry) {
        return new ByteArrayInputStream(
                bytes.get(entry.key() + " " + entry.versionId()).toByteArray());
    }

    @Override
    public OutputStream table(TableShape shape) {
        throw new AssertionError("there are no tables");
    }

    @Override
    public List<TableShape> tables() {
        return List.of();
    }

    @Override
    public InputStream rows(TableShape shape) {
        throw new AssertionError("there are no tables");
    }

    @Override
    public List<TableContent> contents() {
        return List.of();
    }
}
