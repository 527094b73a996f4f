package io.reprieve.accountdata;

/**
 * What one table holds of an account.
 *
 * @param name qualified table name, quoted as PostgreSQL needs it
 * @param rows how many rows
 * @param digest hex of the sum modulo 2^256 of HMAC-SHA-256 over each row's canonical text
 */
public record TableContent(String name, long rows, String digest) {}
