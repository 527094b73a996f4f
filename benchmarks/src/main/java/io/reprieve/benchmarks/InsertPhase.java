package io.reprieve.benchmarks;

import io.reprieve.accountdata.archive.ArchiveSource;
import io.reprieve.accountdata.archive.ForwardingArchive;
import io.reprieve.accountdata.archive.TableShape;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How long restores are busy inserting: of each archive, from its first rows being asked for until the last of them were taken. What
 * comes before (the catalog, the plan) and after (proving, the ledger, the commit) is not in it.
 */
final class InsertPhase {

    private long nanos;

    ArchiveSource of(ArchiveSource archive) {
        return new Watched(archive);
    }

    private synchronized void add(long more) {
        nanos += more;
    }

    /** @param lanes that inserted side by side: their time counts once */
    synchronized Run run(int lanes) {
        return new Run(nanos / 1e9 / lanes, 0, 0);
    }

    private final class Watched implements ForwardingArchive {
        private final ArchiveSource archive;
        private long last;

        Watched(ArchiveSource archive) {
            this.archive = archive;
        }

        @Override
        public ArchiveSource archive() {
            return archive;
        }

        @Override
        public InputStream rows(TableShape shape) throws IOException {
            InputStream rows = archive.rows(shape);
            if (shape.kind() != TableShape.Kind.ROWS) {
                return rows;
            }
            last = last == 0 ? System.nanoTime() : last;
            return new FilterInputStream(rows) {
                @Override
                public void close() throws IOException {
                    super.close();
                    long now = System.nanoTime();
                    add(now - last);
                    last = now;
                }
            };
        }
    }
}
