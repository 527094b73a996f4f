package io.reprieve.accountdata.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An archive to read back. Streams give exactly the bytes that the export wrote, and are closed by the engine. */
public interface ArchiveSource {

    /** The tables, in the order they were exported. */
    List<TableShape> tables();

    /** A table's rows as COPY text. */
    InputStream rows(TableShape shape) throws IOException;

    /** The objects' versions and delete markers, each key's from the oldest on. */
    List<ObjectEntry> objects();

    /** The bytes of one version; may be asked for more than once, and from several threads. */
    InputStream object(ObjectEntry entry) throws IOException;

    /** What the manifest says of each table; a restore is proved against it before it commits. */
    List<TableContent> contents();
}
