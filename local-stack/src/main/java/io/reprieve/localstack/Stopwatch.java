package io.reprieve.localstack;

import java.util.Locale;

/** How long something took. */
public record Stopwatch(long began) {

    public static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    public double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** {@code label   fact   1.2 s}, in columns. */
    String line(String label, String fact) {
        return String.format(Locale.ROOT, "%-" + Part.longestLabel() + "s  %-40s %6.1f s", label, fact, seconds());
    }
}
