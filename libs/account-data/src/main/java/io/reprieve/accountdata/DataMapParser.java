package io.reprieve.accountdata;

/** Reads the YAML of a data map and names every rule it breaks. */
final class DataMapParser {

    private final String yaml;

    DataMapParser(String yaml) {
        this.yaml = yaml;
    }

    DataMap parse() {
        throw new UnsupportedOperationException(yaml);
    }
}
