package io.reprieve.accountdata.datamap;

import io.reprieve.accountdata.digest.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The declaration of what belongs to an account in each data source. Immutable. */
public final class DataMap {

    private final String text;
    private final PostgresSource postgres;
    private final S3Source files;

    DataMap(String text, PostgresSource postgres, S3Source files) {
        this.text = text;
        this.postgres = postgres;
        this.files = files;
    }

    /**
     * Reads a data map from a YAML file (UTF-8).
     *
     * @throws DataMapException when it is missing or breaks a rule
     */
    public static DataMap read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new DataMapException(List.of("data map " + file + " cannot be read (" + e.getMessage()
                    + "): point REPRIEVE_DATA_MAP at the file"));
        }
    }

    /**
     * Reads a data map from YAML text.
     *
     * @throws DataMapException naming every rule it breaks
     */
    public static DataMap parse(String yaml) {
        return new DataMapParser(yaml).parse();
    }

    /** The YAML it was read from, for the archive. */
    public String text() {
        return text;
    }

    /** SHA-256, hex, of what the map says (not of its comments, order of keys or spacing). */
    public String digest() {
        return Digests.sha256Hex(DataMapCanon.of(this));
    }

    /** The product's database. */
    public PostgresSource postgres() {
        return postgres;
    }

    /** The product's bucket, where it has one. */
    public Optional<S3Source> files() {
        return Optional.ofNullable(files);
    }

    /** What keeps the product from writing to a suspended account, where it is declared as SQL. */
    public Optional<FenceSql> fence() {
        return Optional.ofNullable(postgres.fence());
    }
}
