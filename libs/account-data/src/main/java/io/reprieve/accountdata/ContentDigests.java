package io.reprieve.accountdata;

import java.util.Collection;

/** The digests of architecture.md over what single tables and objects give. */
public final class ContentDigests {

    private ContentDigests() {}

    /** SHA-256 hex of lines {@code table \t rows \t digest \n}, sorted by table. */
    public static String rows(Collection<TableContent> tables) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 hex of lines {@code key \t size \t sha256 \t contentType \t metadata \n}, keys as JSON strings, sorted. */
    public static String objects(Collection<ObjectEntry> objects) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 hex of {@code reprieve-content-v1}, the rows digest and the objects digest, a line each. */
    public static String content(String rowsDigest, String objectsDigest) {
        throw new UnsupportedOperationException();
    }
}
