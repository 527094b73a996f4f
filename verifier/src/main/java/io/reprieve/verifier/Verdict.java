package io.reprieve.verifier;

/**
 * What a check came to.
 *
 * @param ok whether everything held
 * @param index the entry's position in the log, from 0; -1 when it is unknown or no single entry was checked
 * @param treeSize entries in the tree the check was against; -1 when unknown
 * @param message what was proved, or the first thing that was not
 */
public record Verdict(boolean ok, long index, long treeSize, String message) {
    static Verdict no(String message) {
        return new Verdict(false, -1, -1, message);
    }
}
