package io.reprieve.outbox;

/**
 * An event whose place in the log was checked against the pinned key.
 *
 * @param index position in the log, from 0
 * @param treeSize size of the tree the proof is against
 * @param checkpoint the signed note, text
 */
public record ProvenEntry(String eventId, long index, long treeSize, String checkpoint) {}
