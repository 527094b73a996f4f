package io.reprieve.accountdata;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ExportSink;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.archive.ObjectVersion;
import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.order.ExportResult;
import io.reprieve.accountdata.report.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An archive kept in memory, for tests. */
public class MemoryArchive implements ExportSink, ArchiveSource {

    public final Map<String, ByteArrayOutputStream> rows = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, ByteArrayOutputStream> objects = new ConcurrentHashMap<>();
    private ExportResult result;

    public static MemoryArchive of(AccountEngine engine, String key, DigestKey digestKey) {
        MemoryArchive archive = new MemoryArchive();
        archive.result = engine.export(key, digestKey, archive, Progress.NONE);
        return archive;
    }

    public ExportResult result() {
        return result;
    }

    public String text(String table) {
        return rows.get(table).toString(StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream table(TableShape shape) {
        return rows.computeIfAbsent(shape.name(), name -> new ByteArrayOutputStream());
    }

    @Override
    public OutputStream object(ObjectVersion version) {
        return objects.computeIfAbsent(version.key() + " " + version.versionId(), key -> new ByteArrayOutputStream());
    }

    /** As they come back from a manifest. */
    @Override
    public List<TableShape> tables() {
        ObjectMapper json = new ObjectMapper();
        return result.tables().stream()
                .map(table -> json.convertValue(json.valueToTree(table.shape()), TableShape.class))
                .toList();
    }

    @Override
    public InputStream rows(TableShape shape) {
        return new ByteArrayInputStream(rows.get(shape.name()).toByteArray());
    }

    @Override
    public List<ObjectEntry> objects() {
        return result.objects();
    }

    @Override
    public InputStream object(ObjectEntry entry) {
        return new ByteArrayInputStream(
                objects.get(entry.key() + " " + entry.versionId()).toByteArray());
    }

    @Override
    public List<TableContent> contents() {
        return result.contents();
    }
}
