package io.reprieve.verifier.archive;

import io.reprieve.verifier.NotProved;

/** Counts the rows of a table in PostgreSQL COPY text, and holds each to the number of its fields. */
final class RowLines implements OpenedPart.Taker {
    private final ArchivedBackup.TablePart table;
    private long rows;
    private long fields = 1;
    private boolean inside;

    RowLines(ArchivedBackup.TablePart table) {
        this.table = table;
    }

    @Override
    public void take(byte[] bytes, int length) throws NotProved {
        for (int i = 0; i < length; i++) {
            inside = bytes[i] != '\n';
            if (bytes[i] == '\t') {
                fields++;
            } else if (!inside) {
                rows++;
                if (fields != Math.max(1, table.columns())) {
                    throw new NotProved(where() + "row " + rows + " has " + fields + " fields where the manifest names "
                            + table.columns() + " columns");
                }
                fields = 1;
            }
        }
    }

    void end() throws NotProved {
        if (inside) {
            throw new NotProved(where() + "the last row does not end");
        }
        if (rows != table.rows()) {
            throw new NotProved(where() + rows + " rows where the manifest says " + table.rows());
        }
    }

    private String where() {
        return table.part().name() + " (" + NamedPart.printable(table.table()) + "): ";
    }
}
