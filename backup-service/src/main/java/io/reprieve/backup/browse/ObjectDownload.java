package io.reprieve.backup.browse;

import io.reprieve.accountdata.archive.ObjectEntry;
import io.reprieve.backup.archive.ArchiveDamaged;
import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hands an object out in pieces, one of which is always held back: only the archive's end proves length and hash, and only then
 * the last piece goes out. Whoever waits for {@code Content-Length} bytes never gets that many of a damaged object; a small one
 * is proved before anything is answered.
 */
final class ObjectDownload implements StreamingOutput, AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final int LONGEST_NAME = 150;

    private final InputStream bytes;
    private final ObjectEntry entry;
    private final MessageDigest digest = sha256();
    private byte[] held;
    private byte[] next;

    /**
     * @param bytes of the object, from its archive
     * @param entry what the manifest says of it
     * @throws IOException when its first pieces cannot be read, or are all there is and not the object's
     */
    ObjectDownload(InputStream bytes, ObjectEntry entry) throws IOException {
        this.bytes = bytes;
        this.entry = entry;
        try {
            held = bytes.readNBytes(PIECE);
            forward();
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private void forward() throws IOException {
        digest.update(held);
        next = held.length < PIECE ? new byte[0] : bytes.readNBytes(PIECE);
        if (next.length == 0) {
            prove();
        }
    }

    private void prove() throws IOException {
        if (bytes.read() >= 0 || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw new ArchiveDamaged(
                    Damage.PART_ALTERED, "the object's bytes are not those whose SHA-256 the manifest holds");
        }
    }

    @Override
    public void write(OutputStream to) throws IOException {
        try (this) {
            while (next.length > 0) {
                to.write(held);
                held = next;
                forward();
            }
            to.write(held);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** {@code attachment} with the key's last segment, as RFC 6266 writes it: plain for old readers, UTF-8 for others. */
    static String attachment(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1)
                .codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (name.isBlank() || name.matches("\\.+")) {
            name = "object";
        }
        String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        String whole = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
