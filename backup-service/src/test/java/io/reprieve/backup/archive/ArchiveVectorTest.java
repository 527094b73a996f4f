package io.reprieve.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprieve.accountdata.archive.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was once written is read for ever: the published archive, by the service's own reader. */
class ArchiveVectorTest {

    @TempDir
    Path folder;

    @Test
    void the_published_archive_is_read_as_its_page_says() throws Exception {
        JsonNode vector = new ObjectMapper()
                .readTree(Path.of("../docs/archive-vector.json").toFile());
        for (Map.Entry<String, JsonNode> file : vector.path("files").properties()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, Base64.getDecoder().decode(file.getValue().asText()));
        }
        byte[] spki = Base64.getDecoder().decode(vector.path("signingPublicKey").asText());
        Manifest manifest = Manifest.parse(SignedManifest.open(
                Files.readAllBytes(folder.resolve("manifest.json")),
                List.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)))));
        Path keyset = Files.writeString(
                folder.resolve("keyset.json"), vector.path("keyset").toString());
        DataKey key = KeysetFile.read(keyset, new SecureRandom())
                .unwrap(manifest.keys().get(0), manifest.archive())
                .orElseThrow();
        assertThat(HexFormat.of().formatHex(key.bytes()))
                .isEqualTo(vector.path("dataKey").asText());

        ArchiveReader reader = new ArchiveReader(manifest, key, new FolderParts(folder, manifest.archive()));
        for (Manifest.TablePart table : manifest.tables()) {
            assertThat(text(reader.rows(table.shape()))).isEqualTo(plain(vector, table.part()));
        }
        for (Manifest.ObjectPart object : manifest.objects()) {
            ObjectEntry entry = object.object();
            if (!entry.deleteMarker()) {
                assertThat(text(reader.object(entry))).isEqualTo(plain(vector, object.part()));
            }
        }
    }

    private static String plain(JsonNode vector, PartRef part) {
        return vector.path("plain").path(part.name()).asText();
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
