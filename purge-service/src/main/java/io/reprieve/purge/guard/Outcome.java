package io.reprieve.purge.guard;

/** What a guard says: go on, go on but look, or stop. */
public enum Outcome {
    PASS,
    WARN,
    BLOCK
}
