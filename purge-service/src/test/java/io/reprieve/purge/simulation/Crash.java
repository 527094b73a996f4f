package io.reprieve.purge.simulation;

/** The process dies here. */
final class Crash extends Error {
    Crash(String where) {
        super(where, null, false, false);
    }
}
