package io.reprieve.accountdata.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Where an export goes. Tables come from several threads, side by side and in any order, and so do objects after them. */
public interface ExportSink {

    /** Told once, before the first table: what will come, in the order in which the result names it. */
    default void tables(List<TableShape> shapes) {}

    /** Takes a table's rows as COPY text. Each stream is written by one thread at a time and closed by the engine. */
    OutputStream table(TableShape shape) throws IOException;

    /** Takes the bytes of one version of an object; called from several threads, a stream each. Delete markers have none. */
    OutputStream object(ObjectVersion version) throws IOException;

    /** What an earlier run wrote of exactly this version; empty: it is copied. Called from several threads. */
    default Optional<ObjectEntry> written(ObjectVersion version) {
        return Optional.empty();
    }

    /** Told of each version whose bytes were all taken; from several threads. */
    default void wrote(ObjectEntry entry) {}
}
