package io.reprieve.verifier.log;

import java.io.IOException;
import java.util.Optional;

/** A log as somebody keeps it: its checkpoint, and the files of https://c2sp.org/tlog-tiles. For several threads. */
public interface LogSource {

    /** The checkpoint it is to be held against. */
    String checkpoint() throws IOException;

    /**
     * A file.
     *
     * @param path below the log's address, such as {@code tile/0/x001/234.p/5}
     * @return its bytes; empty when there is none
     */
    Optional<byte[]> file(String path) throws IOException;
}
