package io.reprieve.accountdata.plan;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ForwardingArchive;
import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.order.RestoreScope;
import java.util.List;

/**
 * An archive of which some objects are wanted.
 *
 * @param archive the whole
 * @param scope says which
 */
public record ChosenObjects(ArchiveSource archive, RestoreScope scope) implements ForwardingArchive {

    @Override
    public List<ObjectEntry> objects() {
        return scope.objects(archive.objects());
    }
}
