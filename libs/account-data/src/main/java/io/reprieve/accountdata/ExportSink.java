package io.reprieve.accountdata;

import java.io.IOException;
import java.io.OutputStream;

/** Where an export goes. The engine closes each stream before it asks for the next. */
public interface ExportSink {

    /** Takes a table's rows as COPY text. */
    OutputStream table(TableShape shape) throws IOException;

    /** Takes an object's bytes. */
    OutputStream object(ObjectVersion version) throws IOException;
}
