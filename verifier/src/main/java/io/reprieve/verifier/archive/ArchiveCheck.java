package io.reprieve.verifier.archive;

import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks one archive, as {@code docs/archive-format.md} describes it, from its files alone. */
public final class ArchiveCheck {
    private static final String MANIFEST = "manifest.json";

    private final Path folder;
    private final List<PublicKey> signers;

    private ArchiveCheck(Path folder, List<PublicKey> signers) {
        this.folder = folder;
        this.signers = signers;
    }

    /**
     * @param folder holds {@code manifest.json}, {@code tables/} and {@code objects/}, as fetched from one attempt's folder in the vault
     * @param signers public keys any of which may have signed the manifest: the present one and those before it
     * @param holder whoever can unwrap the data key; without one, what is encrypted stays so
     * @return what was proved, in a sentence
     * @throws NotProved naming the first thing that does not hold
     */
    public static String of(Path folder, List<PublicKey> signers, Optional<KeyHolder> holder)
            throws NotProved, IOException {
        return new ArchiveCheck(folder, signers).run(holder);
    }

    private String run(Optional<KeyHolder> holder) throws NotProved, IOException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new NotProved("there is no " + MANIFEST + ": an attempt that died, and no backup");
        }
        ArchivedBackup backup = ArchivedBackup.of(Envelope.open(Files.readAllBytes(file), signers));
        ContentSums.check(backup.manifest());
        for (NamedPart part : backup.parts()) {
            StoredPart.in(folder, part).check();
        }
        nothingElse(backup);
        if (holder.isPresent()) {
            open(backup, holder.get().unwrap(Json.list(backup.manifest(), "keys"), backup.archive()));
        }
        return said(backup, holder.isPresent());
    }

    private void nothingElse(ArchivedBackup backup) throws NotProved, IOException {
        Set<String> named = new HashSet<>(Set.of(MANIFEST));
        backup.parts().forEach(part -> named.add(part.name()));
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !named.contains(name))
                    .forEach(others::add);
        }
        if (!others.isEmpty()) {
            throw new NotProved(
                    "the folder holds " + NamedPart.printable(others.get(0)) + ", which the manifest does not name");
        }
    }

    private void open(ArchivedBackup backup, byte[] dataKey) throws NotProved, IOException {
        for (ArchivedBackup.TablePart table : backup.tables()) {
            RowLines lines = new RowLines(table);
            OpenedPart.read(StoredPart.in(folder, table.part()), dataKey, lines);
            lines.end();
        }
        for (ArchivedBackup.ObjectPart object : backup.objects()) {
            MessageDigest digest = Sha256.digest();
            OpenedPart.read(
                    StoredPart.in(folder, object.part()), dataKey, (bytes, length) -> digest.update(bytes, 0, length));
            if (object.size() != object.part().plainSize()
                    || !HexFormat.of().formatHex(digest.digest()).equals(object.sha256())) {
                throw new NotProved(object.part().name() + " holds other bytes than the object the manifest names");
            }
        }
    }

    private static String said(ArchivedBackup backup, boolean opened) {
        long rows = backup.tables().stream()
                .mapToLong(ArchivedBackup.TablePart::rows)
                .sum();
        return backup.archive() + " of account " + NamedPart.printable(backup.accountId()) + ", "
                + backup.tables().size() + " tables with " + rows + " rows and "
                + backup.objects().size() + " objects: "
                + (opened
                        ? "signed, whole, opened; every row counted and every object's bytes compared"
                        : "signed and whole as stored; not opened, since no key to open it was given");
    }
}
