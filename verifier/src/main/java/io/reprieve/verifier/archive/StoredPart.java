package io.reprieve.verifier.archive;

import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A part's bytes as they lie in a folder, held against what the manifest says of them. Needs no key. */
record StoredPart(NamedPart part, Path file) {

    static StoredPart in(Path folder, NamedPart part) throws NotProved {
        Path file = folder.resolve(part.name());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotProved(part.name() + " is missing");
        }
        return new StoredPart(part, file);
    }

    void check() throws NotProved, IOException {
        checkLabel();
        long size = Files.size(file);
        if (size < part.size()) {
            throw new NotProved(part.name() + " is truncated: " + size + " bytes of " + part.size());
        }
        if (size > part.size()) {
            throw new NotProved(part.name() + " has " + size + " bytes where the manifest says " + part.size());
        }
        if (!sha256().equals(part.sha256())) {
            throw new NotProved(part.name() + " was altered: its SHA-256 is not the manifest's");
        }
    }

    private void checkLabel() throws NotProved, IOException {
        byte[] label = part.label().getBytes(StandardCharsets.UTF_8);
        byte[] found;
        try (InputStream in = Files.newInputStream(file)) {
            found = in.readNBytes(label.length);
        }
        if (Arrays.equals(label, found)) {
            return;
        }
        if (found.length < label.length) {
            throw new NotProved(part.name() + " is truncated: it ends inside its first line");
        }
        String text = new String(found, StandardCharsets.UTF_8);
        String line = NamedPart.printable(text.lines().findFirst().orElse(""));
        if (text.startsWith("reprieve-part/1 " + part.archive() + "/")) {
            throw new NotProved(part.name() + " holds another part of this backup: " + line);
        }
        if (text.startsWith("reprieve-part/1 ")) {
            throw new NotProved(part.name() + " holds a part of another backup: " + line);
        }
        throw new NotProved(part.name() + " was altered: it does not begin as a part does");
    }

    private String sha256() throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
