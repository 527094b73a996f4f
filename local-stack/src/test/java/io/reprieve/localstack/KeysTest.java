package io.reprieve.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.verifier.PublicKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path folder;

    @Test
    void keys_are_made_once_and_kept() throws Exception {
        Home home = Home.prepared(folder);
        Keys.in(home);
        Map<String, String> first = contents(home);

        Keys.in(home);

        assertThat(contents(home)).isEqualTo(first).isNotEmpty();
    }

    @Test
    void only_the_owner_can_read_them() throws Exception {
        Home home = Home.prepared(folder);
        Keys.in(home);

        try (Stream<Path> files = Files.list(home.keys())) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
        assertThat(Files.getPosixFilePermissions(home.keys())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void public_keys_are_what_verifiers_read_and_no_two_homes_share_a_secret() throws Exception {
        Keys one = Keys.in(Home.prepared(folder.resolve("one")));
        Keys other = Keys.in(Home.prepared(folder.resolve("other")));

        assertThat(PublicKeys.ed25519(one.publicKey("audit")).getAlgorithm()).isEqualTo("EdDSA");
        assertThat(one.secret("digest-secret")).hasSize(64).isNotEqualTo(other.secret("digest-secret"));
    }

    private static Map<String, String> contents(Home home) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.keys())) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
