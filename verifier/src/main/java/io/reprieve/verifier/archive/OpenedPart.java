package io.reprieve.verifier.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.reprieve.verifier.NotProved;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A part decrypted and unpacked, in memory that does not grow with it, and never beyond the size the manifest says. */
final class OpenedPart {
    private static final int LONGEST_WINDOW_LOG = 27;

    /** Takes unpacked bytes as they come. */
    interface Taker {
        void take(byte[] bytes, int length) throws NotProved;
    }

    private OpenedPart() {}

    static void read(StoredPart stored, byte[] dataKey, Taker taker) throws NotProved, IOException {
        NamedPart part = stored.part();
        byte[] label = part.label().getBytes(StandardCharsets.UTF_8);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(stored.file()))) {
            file.skipNBytes(label.length);
            try (ZstdInputStream plain = new ZstdInputStream(new Decryption(file, dataKey, label))) {
                plain.setLongMax(LONGEST_WINDOW_LOG);
                bounded(part, plain, taker);
            }
        } catch (Decryption.Refused e) {
            throw new NotProved(
                    part.name() + " is as the manifest says, but the data key does not open it: " + e.getMessage());
        } catch (ZstdIOException e) {
            if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
                throw new NotProved(part.name() + " asks for a window of more than 128 MiB to unpack in: not unpacked");
            }
            throw new NotProved(part.name() + " does not unpack: " + e.getMessage());
        }
    }

    private static void bounded(NamedPart part, InputStream plain, Taker taker) throws NotProved, IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
            total += n;
            if (total > part.plainSize()) {
                throw new NotProved(part.name() + " unpacks to more than the " + part.plainSize()
                        + " bytes of the manifest: stopped there");
            }
            taker.take(buffer, n);
        }
        if (total != part.plainSize()) {
            throw new NotProved(
                    part.name() + " unpacks to " + total + " bytes where the manifest says " + part.plainSize());
        }
    }
}
