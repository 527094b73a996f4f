package io.reprieve.backup.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Parts where a test can get at their bytes. */
final class PartsInMemory implements PartStore {

    final Map<String, byte[]> stored = new HashMap<>();

    @Override
    public Sink create(String key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Sink() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void close() {
                stored.put(key, bytes.toByteArray());
            }

            @Override
            public Stored stored() {
                return new Stored("v1", bytes.size(), sha256(bytes.toByteArray()));
            }
        };
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        if (!stored.containsKey(key)) {
            throw new ArchiveDamaged(ArchiveDamaged.Damage.PART_MISSING, key + " is not there");
        }
        return new ByteArrayInputStream(stored.get(key));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
