package io.reprieve.backup.archive;

import io.reprieve.backup.archive.ArchiveDamaged.Damage;
import io.reprieve.edge.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parts as they lie in a folder once they were fetched from the vault. */
record FolderParts(Path folder, String archive) implements PartStore {

    @Override
    public Sink create(String key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new Sink() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void close() throws IOException {
                Files.createDirectories(file(key).getParent());
                Files.write(file(key), bytes.toByteArray());
            }

            @Override
            public Stored stored() {
                return new Stored("v1", bytes.size(), Sha256.hex(bytes.toByteArray()));
            }
        };
    }

    @Override
    public InputStream open(String key, String versionId) throws IOException {
        if (!Files.exists(file(key))) {
            throw new ArchiveDamaged(Damage.PART_MISSING, key + " is not there");
        }
        return Files.newInputStream(file(key));
    }

    Path file(String key) {
        return folder.resolve(key.substring(("backups/" + archive + "/").length()));
    }
}
