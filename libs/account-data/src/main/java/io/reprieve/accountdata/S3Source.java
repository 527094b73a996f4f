package io.reprieve.accountdata;

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
}
