package io.reprieve.accountdata.objects;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.accountdata.digest.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * An archived version's bytes on their way into a bucket. The last of them are held back until size and hash are proved: a
 * store that never gets them stores nothing.
 */
final class ProvenBytes extends FilterInputStream {

    private final ObjectEntry entry;
    private final MessageDigest digest = Digests.sha256();
    private long given;
    private boolean proved;

    ProvenBytes(InputStream in, ObjectEntry entry) throws IOException {
        super(in);
        this.entry = entry;
        if (entry.size() == 0) {
            prove();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (given == entry.size()) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, entry.size() - given));
        if (read < 0) {
            throw notTheArchives();
        }
        digest.update(into, offset, read);
        given += read;
        if (given == entry.size() && !proved) {
            prove();
        }
        return read;
    }

    private void prove() throws IOException {
        proved = true;
        if (in.read() >= 0 || !Digests.hex(digest.digest()).equals(entry.sha256())) {
            throw notTheArchives();
        }
    }

    private IOException notTheArchives() {
        return new IOException(entry.key() + " is not what its archive says: not stored");
    }

    @Override
    public long skip(long bytes) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
