package io.reprieve.audit.log;

/**
 * An event as the log takes it in.
 *
 * @param source which service says so
 * @param leaf exactly the bytes the service wrote
 * @param leafHash SHA-256(0x00 ‖ leaf)
 */
public record Entry(String id, String source, byte[] leaf, byte[] leafHash) {}
