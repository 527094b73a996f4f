package io.reprieve.audit.note;

import java.security.KeyPair;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Signs notes as https://c2sp.org/signed-note has it, with Ed25519; with two keys while one replaces the other, so that
 * whoever knows either can open them.
 */
public final class NoteSigner {
    private final String name;
    private final List<NoteKey> keys;

    /**
     * @param name the keys' name; for a log its origin: no spaces, no plus sign
     * @param keys the current one first
     */
    public NoteSigner(String name, List<KeyPair> keys) {
        if (name.isEmpty() || name.indexOf('+') >= 0 || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("a key name has neither spaces nor a plus sign: '" + name + "'");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("nothing is signed without a key");
        }
        this.name = name;
        this.keys = keys.stream().map(pair -> new NoteKey(name, pair)).toList();
    }

    public String name() {
        return name;
    }

    /** The current key's id: the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ raw key). */
    public byte[] keyId() {
        return keys.get(0).id();
    }

    /** The note: text, empty line, a signature line for each key. The text ends with a line feed. */
    public String sign(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the text of a note ends with a line feed");
        }
        return text + "\n" + keys.stream().map(key -> key.line(text)).collect(Collectors.joining());
    }

    /** Whether this is a note of this very text, signed by one of the keys. */
    public boolean signed(String note, String text) {
        String start = text + "\n";
        return note.startsWith(start)
                && note.substring(start.length()).lines().anyMatch(line -> keys.stream()
                        .anyMatch(key -> key.signed(line, text)));
    }
}
