package io.reprieve.accountdata.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An archive that gives what another one has, for those who change or watch a part of it. */
public interface ForwardingArchive extends ArchiveSource {

    /** The other one. */
    ArchiveSource archive();

    @Override
    default List<TableShape> tables() {
        return archive().tables();
    }

    @Override
    default InputStream rows(TableShape shape) throws IOException {
        return archive().rows(shape);
    }

    @Override
    default List<ObjectEntry> objects() {
        return archive().objects();
    }

    @Override
    default InputStream object(ObjectEntry entry) throws IOException {
        return archive().object(entry);
    }

    @Override
    default List<TableContent> contents() {
        return archive().contents();
    }
}
