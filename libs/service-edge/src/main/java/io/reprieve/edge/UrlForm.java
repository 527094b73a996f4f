package io.reprieve.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The one spelling of a path that is let in (RFC 3986 section 6.2.2 normal form, and stricter): no empty segment, no
 * trailing slash, no dot segment, no path parameter, nothing percent-encoded that may stand for itself.
 */
final class UrlForm {
    /** Third parties' pages that live under a trailing slash. */
    private static final Set<String> EXCEPTED = Set.of("/", "/q/swagger-ui/", "/q/dev-ui/");

    private static final String PLAIN_MARKS = "-._~!$&'()*+,=:@/";
    private static final int MAX_LENGTH = 2048;

    private UrlForm() {}

    static Optional<String> refusalOf(String path) {
        if (path == null || !path.startsWith("/")) {
            return Optional.of("it does not start with a slash");
        }
        if (EXCEPTED.contains(path)) {
            return Optional.empty();
        }
        if (path.length() > MAX_LENGTH) {
            return Optional.of("it is longer than " + MAX_LENGTH + " characters");
        }
        if (path.endsWith("/")) {
            return Optional.of("it ends in a slash");
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty()) {
                return Optional.of("it has an empty segment");
            }
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.of("it has a dot segment");
            }
        }
        return characters(path);
    }

    private static Optional<String> characters(String path) {
        ByteBuffer decoded = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int value = i + 2 < path.length() ? hex(path.charAt(i + 1), path.charAt(i + 2)) : -1;
                if (value < 0) {
                    return Optional.of("it has a malformed percent-encoding");
                }
                if (value < 0x20 || value == 0x7f) {
                    return Optional.of("it has an encoded control character");
                }
                if (isPlain((char) value) || "%;\\".indexOf(value) >= 0) {
                    return Optional.of("it encodes a character that is not to be encoded");
                }
                decoded.put((byte) value);
                i += 2;
            } else if (isPlain(c)) {
                decoded.put((byte) c);
            } else {
                return Optional.of("it has a character that is not allowed in a path");
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(decoded.flip());
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("its encoded characters are not UTF-8");
        }
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 0x80 && PLAIN_MARKS.indexOf(c) >= 0);
    }

    private static int hex(char high, char low) {
        int h = high < 0x80 ? Character.digit(high, 16) : -1;
        int l = low < 0x80 ? Character.digit(low, 16) : -1;
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }
}
