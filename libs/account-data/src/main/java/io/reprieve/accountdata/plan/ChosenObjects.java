package io.reprieve.accountdata;

import java.util.List;

/**
 * An archive of which some objects are wanted.
 *
 * @param archive the whole
 * @param scope says which
 */
record ChosenObjects(ArchiveSource archive, RestoreScope scope) implements ForwardingArchive {

    @Override
    public List<ObjectEntry> objects() {
        return scope.objects(archive.objects());
    }
}
