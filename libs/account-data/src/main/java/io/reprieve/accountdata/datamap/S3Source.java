package io.reprieve.accountdata.datamap;

import java.util.Optional;

/**
 * The part of the data map that describes the bucket of an account's objects.
 *
 * @param name the source's name
 * @param bucket a versioned bucket
 * @param prefix where an account's objects lie; holds {@code {key}} once and ends in a slash
 */
public record S3Source(String name, String bucket, String prefix) {

    /**
     * The prefix of one account.
     *
     * @throws IllegalArgumentException when the key could reach into another account's prefix
     */
    public String prefixOf(String accountKey) {
        if (accountKey.isEmpty() || accountKey.contains("/")) {
            throw new IllegalArgumentException(
                    "an account key used in an object prefix may not be empty or hold a slash");
        }
        return prefix.replace("{key}", accountKey);
    }

    /** The account under whose prefix an object lies; empty when it lies under none. */
    public Optional<String> accountOf(String objectKey) {
        int at = prefix.indexOf("{key}");
        int end = objectKey.indexOf(prefix.substring(at + "{key}".length()), at + 1);
        return Optional.of(objectKey)
                .filter(key -> end > 0 && key.startsWith(prefix.substring(0, at)))
                .map(key -> key.substring(at, end))
                .filter(account -> account.indexOf('/') < 0);
    }
}
