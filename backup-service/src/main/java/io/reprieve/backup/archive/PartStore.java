package io.reprieve.backup.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where parts are written once and read back by version. */
public interface PartStore {

    /**
     * @param key where
     * @return a sink that stores what is written to it when it is closed
     */
    Sink create(String key) throws IOException;

    /**
     * @param key where
     * @param versionId exactly this version
     * @return its bytes
     * @throws ArchiveDamaged {@code PART_MISSING} when it is not there
     */
    InputStream open(String key, String versionId) throws IOException;

    /** One part on its way in. */
    abstract class Sink extends OutputStream {

        /** @return what was stored; only after {@link #close()} */
        public abstract Stored stored();
    }

    /**
     * @param versionId the version that was made
     * @param size bytes
     * @param sha256 of the bytes, hex
     */
    record Stored(String versionId, long size, String sha256) {}
}
