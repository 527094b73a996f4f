package io.reprieve.audit.export;

/**
 * What an export ends with; an export without it was cut off.
 *
 * @param entries how many lines with an entry came before
 * @param treeSize size of the tree all proofs lead to
 * @param sha256 hex, of all bytes before the closing line
 * @param checkpoint signed note over that tree
 */
record Closing(long entries, long treeSize, String sha256, String checkpoint) {}
