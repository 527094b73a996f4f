package io.reprieve.backup.archive;

import java.io.IOException;
import java.util.Optional;

/** An archive that is not what its signed manifest says. Nothing of it may be restored. */
public final class ArchiveDamaged extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Damage {
        /** The manifest's signature does not hold under the pinned key. */
        MANIFEST_ALTERED,
        /** The manifest is of a format or version this reader does not know, or names impossible things. */
        MANIFEST_UNREADABLE,
        /** The manifest names a path that leads out of its archive. */
        MANIFEST_PATH,
        /** The manifest speaks of another backup than the one asked for. */
        MANIFEST_FOREIGN,
        /** No key at hand unwraps the data key. */
        KEY_UNKNOWN,
        /** A part the manifest names is not in the vault. */
        PART_MISSING,
        /** A part ends before its last segment. */
        PART_TRUNCATED,
        /** Some byte of a part is not the one written. */
        PART_ALTERED,
        /** The bytes of another part of the same backup. */
        PART_SWAPPED,
        /** The bytes of a part of another backup or attempt. */
        PART_FOREIGN,
        /** A part unpacks to fewer bytes than the manifest says. */
        PART_LENGTH,
        /** A part unpacks to more bytes than the manifest says, or asks for more memory than any part may: it is not unpacked further. */
        PART_BOMB;

        /** @return the problem code of this damage, kebab-case */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Damage damage;

    /**
     * @param damage what is wrong
     * @param message which part, and what was found
     */
    public ArchiveDamaged(Damage damage, String message) {
        super(message);
        this.damage = damage;
    }

    /** @return what is wrong */
    public Damage damage() {
        return damage;
    }

    /**
     * @param failure anything thrown while an archive was read
     * @return the damage at its root, if that is what it was
     */
    public static Optional<ArchiveDamaged> in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof ArchiveDamaged found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
