package io.reprieve.backup.archive;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an archive back by its manifest: pinned versions, every byte authenticated, every hash compared. */
public final class ArchiveReader implements ArchiveSource {

    private final Manifest manifest;
    private final DataKey key;
    private final PartStore store;
    private final Map<TableShape, PartRef> tables = new HashMap<>();
    private final Map<ObjectEntry, PartRef> objects = new HashMap<>();

    /**
     * @param manifest its signature already checked
     * @param key the data key of that attempt
     * @param store where the parts lie
     */
    public ArchiveReader(Manifest manifest, DataKey key, PartStore store) {
        this.manifest = manifest;
        this.key = key;
        this.store = store;
        manifest.tables().forEach(t -> tables.put(t.shape(), t.part()));
        manifest.objects().stream().filter(o -> o.part() != null).forEach(o -> objects.put(o.object(), o.part()));
    }

    /** @return what this reads by */
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public List<TableShape> tables() {
        return manifest.tables().stream().map(Manifest.TablePart::shape).toList();
    }

    @Override
    public List<TableContent> contents() {
        return manifest.contents();
    }

    @Override
    public List<ObjectEntry> objects() {
        return manifest.objectEntries();
    }

    @Override
    public InputStream rows(TableShape shape) throws IOException {
        return open(tables.get(shape), shape.name());
    }

    @Override
    public InputStream object(ObjectEntry entry) throws IOException {
        return open(objects.get(entry), "such object");
    }

    private InputStream open(PartRef part, String what) throws IOException {
        if (part == null) {
            throw new IOException("the archive has no " + what);
        }
        return new PartReader(store.open(part.key(), part.versionId()), key, part, manifest.archive());
    }
}
