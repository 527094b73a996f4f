package io.reprieve.witness;

import java.io.IOException;
import java.util.Optional;

/** Cosigned checkpoints where neither the log's host nor the witness's can alter them. */
interface Copies {

    /** Puts a copy away, under lock. */
    void put(long size, String note) throws IOException;

    /** Whether there is a copy of a larger log than this; where, if so. */
    Optional<String> larger(long size) throws IOException;
}
