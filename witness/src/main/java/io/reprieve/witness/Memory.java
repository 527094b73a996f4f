package io.reprieve.witness;

import java.io.IOException;
import java.util.Optional;

/** Where a witness keeps the one checkpoint that it cosigned last. */
interface Memory {

    /** The note, as it was given to {@link #keep}; empty before the first. */
    Optional<String> kept() throws IOException;

    /** Keeps a note in place of the one before; when it returns, a crash of the machine does not lose it. */
    void keep(String note) throws IOException;
}
