package io.reprieve.witness;

/** What a witness answers a log. */
public sealed interface Answer {

    /**
     * The checkpoint grew out of what was cosigned before, is remembered, and cosigned.
     *
     * @param line signature line, with its line feed
     */
    record Cosigned(String line) implements Answer {}

    /**
     * The log does not start from what this witness cosigned last, or names another root for it.
     *
     * @param size of what it cosigned last
     */
    record Conflict(long size) implements Answer {}

    /**
     * Nothing was cosigned.
     *
     * @param status HTTP
     * @param reason a word for metrics
     * @param why a sentence
     */
    record Refused(int status, String reason, String why) implements Answer {}
}
