package io.reprieve.audit.witnessed;

/** What a witness answered. */
sealed interface Reply {

    /** It remembers this checkpoint from now on. @param lines its signature lines, not checked yet */
    record Cosigned(String lines) implements Reply {}

    /** It did not look further: the log should have begun from what it remembers. @param size of that */
    record Remembers(long size) implements Reply {}

    /** The consistency proof does not hold: the log is not what grew out of what it remembers. */
    record Unproved() implements Reply {}

    /** It does not witness this log, or cannot at the moment. */
    record None(String why) implements Reply {}
}
