package io.reprieve.accountdata;

import javax.sql.DataSource;

/** A database of its own in which archives are test-restored. Nothing stays in it: every verification is rolled back. */
public final class ScratchDatabase {

    public ScratchDatabase(DataSource scratch) {}

    /** Copies every table in and out again, into tables made from the recorded shapes, and digests what comes out. */
    public VerifiedContent verify(ArchiveSource archive, DigestKey digestKey) {
        throw new UnsupportedOperationException();
    }
}
