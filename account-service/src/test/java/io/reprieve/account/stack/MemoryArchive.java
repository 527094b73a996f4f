package io.reprieve.account.stack;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.order.ExportResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A backup small enough to be kept in memory. */
public final class MemoryArchive implements ExportSink {
    private final Map<String, ByteArrayOutputStream> parts = new HashMap<>();

    @Override
    public OutputStream table(TableShape shape) {
        return part(shape.name());
    }

    @Override
    public OutputStream object(ObjectVersion version) {
        return part(version.key());
    }

    private OutputStream part(String name) {
        var bytes = new ByteArrayOutputStream();
        parts.put(name, bytes);
        return bytes;
    }

    /** What was exported, to be read back. */
    public ArchiveSource as(ExportResult export) {
        return new ArchiveSource() {
            @Override
            public List<TableShape> tables() {
                return export.tables().stream()
                        .map(ExportResult.TableExport::shape)
                        .toList();
            }

            @Override
            public InputStream rows(TableShape shape) {
                return bytes(shape.name());
            }

            @Override
            public List<ObjectEntry> objects() {
                return export.objects();
            }

            @Override
            public InputStream object(ObjectEntry entry) {
                return bytes(entry.key());
            }

            @Override
            public List<TableContent> contents() {
                return export.contents();
            }
        };
    }

    private InputStream bytes(String name) {
        return new ByteArrayInputStream(parts.get(name).toByteArray());
    }
}
