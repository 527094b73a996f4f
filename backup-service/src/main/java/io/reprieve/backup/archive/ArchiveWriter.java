package io.reprieve.backup.archive;

import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.order.ExportResult;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Takes an export and leaves its parts in a store; tables may come from several threads. What it wrote is an archive only once a
 * signed manifest names the parts.
 */
public final class ArchiveWriter implements ExportSink {

    private final PartStore store;
    private final DataKey key;
    private final String backupId;
    private final String attempt;
    private final SecureRandom random;
    private final Map<String, Integer> ordinals = new ConcurrentHashMap<>();
    private final Map<String, PartRef> tables = new ConcurrentHashMap<>();
    private final Map<List<String>, PartRef> objects = new ConcurrentHashMap<>();
    private final Map<List<String>, Manifest.ObjectPart> earlier = new HashMap<>();
    private final Consumer<Manifest.ObjectPart> journal;
    private final AtomicInteger opened = new AtomicInteger();

    /**
     * @param store where parts go
     * @param key of this attempt
     * @param backupId {@code bkp_…}
     * @param attempt a name no earlier attempt had
     * @param random where salts come from
     */
    public ArchiveWriter(PartStore store, DataKey key, String backupId, String attempt, SecureRandom random) {
        this(store, key, backupId, attempt, random, List.of(), written -> {});
    }

    /**
     * Goes on with an attempt.
     *
     * @param store where parts go
     * @param key of this attempt
     * @param backupId {@code bkp_…}
     * @param attempt the name it has
     * @param random where salts come from
     * @param written objects that lie in the store already
     * @param journal told of each further one, from several threads
     */
    public ArchiveWriter(
            PartStore store,
            DataKey key,
            String backupId,
            String attempt,
            SecureRandom random,
            List<Manifest.ObjectPart> written,
            Consumer<Manifest.ObjectPart> journal) {
        this.journal = journal;
        for (Manifest.ObjectPart object : written) {
            earlier.put(List.of(object.object().key(), object.object().versionId()), object);
            objects.put(List.of(object.object().key(), object.object().versionId()), object.part());
            opened.accumulateAndGet(Manifest.objectOrdinal(object.part()) + 1, Math::max);
        }
        this.store = store;
        this.key = key;
        this.backupId = backupId;
        this.attempt = attempt;
        this.random = random;
    }

    /** A table's part is named by its place in the export, whichever is written first. */
    @Override
    public void tables(List<TableShape> shapes) {
        shapes.forEach(shape -> ordinals.put(shape.name(), ordinals.size()));
    }

    @Override
    public OutputStream table(TableShape shape) throws IOException {
        String name = Manifest.tablePart(ordinals.get(shape.name()));
        return part(name, part -> tables.put(shape.name(), part));
    }

    @Override
    public OutputStream object(ObjectVersion version) throws IOException {
        // Numbered as they come, from several threads: no more than a name, the manifest has an order of its own.
        return part(
                Manifest.objectPart(opened.getAndIncrement()),
                part -> objects.put(List.of(version.key(), version.versionId()), part));
    }

    @Override
    public Optional<ObjectEntry> written(ObjectVersion version) {
        return Optional.ofNullable(earlier.get(List.of(version.key(), version.versionId())))
                .map(Manifest.ObjectPart::object);
    }

    @Override
    public void wrote(ObjectEntry entry) {
        journal.accept(new Manifest.ObjectPart(entry, objects.get(List.of(entry.key(), entry.versionId()))));
    }

    private OutputStream part(String name, Consumer<PartRef> done) throws IOException {
        String vaultKey = Manifest.vaultKey(backupId, attempt, name);
        PartStore.Sink sink = store.create(vaultKey);
        PartWriter writer = new PartWriter(sink, key, backupId + "/" + attempt, name, random);
        return new FilterOutputStream(writer) {
            private boolean closed;

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                writer.write(from, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    writer.close();
                    PartStore.Stored stored = sink.stored();
                    done.accept(new PartRef(
                            name, vaultKey, stored.versionId(), stored.size(), stored.sha256(), writer.given()));
                }
            }
        };
    }

    /**
     * @param export what the engine says it wrote
     * @return the manifest's tables
     */
    public List<Manifest.TablePart> tableParts(List<ExportResult.TableExport> export) {
        if (export.size() != tables.size()) {
            throw new IllegalStateException("the export names other tables than it wrote");
        }
        List<Manifest.TablePart> parts = new ArrayList<>();
        for (ExportResult.TableExport table : export) {
            PartRef part = tables.get(table.shape().name());
            if (part == null || !part.name().equals(Manifest.tablePart(parts.size()))) {
                throw new IllegalStateException("the export names other tables than it wrote");
            }
            parts.add(new Manifest.TablePart(table.shape(), table.rows(), table.digest(), part));
        }
        return parts;
    }

    /**
     * @param export what the engine says it wrote
     * @return the manifest's objects, in the export's order; delete markers have no part
     */
    public List<Manifest.ObjectPart> objectParts(ExportResult export) {
        List<Manifest.ObjectPart> parts = new ArrayList<>();
        for (ObjectEntry entry : export.objects()) {
            PartRef part = objects.get(List.of(entry.key(), entry.versionId()));
            if (entry.deleteMarker() ? part != null : part == null || part.plainSize() != entry.size()) {
                throw new IllegalStateException("the export names an object that it did not write whole");
            }
            parts.add(new Manifest.ObjectPart(entry, part));
        }
        return parts;
    }
}
