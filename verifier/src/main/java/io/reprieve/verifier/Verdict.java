package io.reprieve.verifier;

/**
 * What a check came to.
 *
 * @param ok whether everything held
 * @param index the entry's position in the log, from 0: the one checked, or the first that is not as it was signed; -1 when
 *     it is unknown or no single entry was meant
 * @param treeSize entries in the tree the check was against; -1 when unknown
 * @param message what was proved, or the first thing that was not
 */
public record Verdict(boolean ok, long index, long treeSize, String message) {
    public static Verdict no(String message) {
        return no(-1, message);
    }

    /** @param index the first entry that is not as it was signed */
    public static Verdict no(long index, String message) {
        return new Verdict(false, index, -1, message);
    }
}
