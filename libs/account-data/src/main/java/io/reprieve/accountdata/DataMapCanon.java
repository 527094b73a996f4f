package io.reprieve.accountdata;

/** What a data map says, as one text: the same for every way of writing it down. */
final class DataMapCanon {

    private DataMapCanon() {}

    static String of(DataMap map) {
        throw new UnsupportedOperationException(map.text());
    }
}
