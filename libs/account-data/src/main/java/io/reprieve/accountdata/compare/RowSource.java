package io.reprieve.accountdata.compare;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.TableShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Rows of one account that can be compared with others of it: an archive's, or what is live. */
public interface RowSource {

    /** The tables there are. */
    List<TableShape> tables();

    /** Writes a table's rows as COPY text. */
    void copy(TableShape shape, OutputStream to) throws IOException;

    /** An archive's. */
    static RowSource of(ArchiveSource archive) {
        return new RowSource() {
            @Override
            public List<TableShape> tables() {
                return archive.tables();
            }

            @Override
            public void copy(TableShape shape, OutputStream to) throws IOException {
                try (InputStream rows = archive.rows(shape)) {
                    rows.transferTo(to);
                }
            }
        };
    }
}
