package io.reprieve.accountdata;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * An archive of which some objects are wanted.
 *
 * @param archive the whole
 * @param scope says which
 */
record ChosenObjects(ArchiveSource archive, RestoreScope scope) implements ArchiveSource {

    @Override
    public List<TableShape> tables() {
        return archive.tables();
    }

    @Override
    public InputStream rows(TableShape shape) throws IOException {
        return archive.rows(shape);
    }

    @Override
    public List<ObjectEntry> objects() {
        return scope.objects(archive.objects());
    }

    @Override
    public InputStream object(ObjectEntry entry) throws IOException {
        return archive.object(entry);
    }

    @Override
    public List<TableContent> contents() {
        return archive.contents();
    }
}
