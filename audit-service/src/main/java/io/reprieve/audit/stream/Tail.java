package io.reprieve.audit.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Something that only grows at its end, and is followed there. */
public interface Tail {
    /**
     * One thing to be told of.
     *
     * @param json one line
     */
    record Item(long number, String name, String json) {}

    /**
     * What a stretch held.
     *
     * @param next number of the first thing after the stretch
     */
    record Stretch(List<Item> items, long next) {}

    /** Number of the next thing to come. */
    long end();

    /** Completes once the thing of this number is there, or after so long. */
    CompletionStage<Void> arrival(long number, Duration most);

    /** What there is from a number on, a bounded stretch of it. */
    Stretch from(long number);
}
