package io.reprieve.audit.subscription;

/**
 * What leaves.
 *
 * @param id the same however often it is sent, so that a receiver can tell that it has it
 * @param body JSON
 */
public record Message(String id, String body) {}
