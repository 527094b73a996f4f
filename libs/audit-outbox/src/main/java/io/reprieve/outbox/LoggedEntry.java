package io.reprieve.outbox;

/**
 * An entry of this service as the log lists it.
 *
 * @param leafHash hex
 */
record LoggedEntry(long index, String eventId, String leafHash) {}
