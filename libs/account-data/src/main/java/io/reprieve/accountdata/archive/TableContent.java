package io.reprieve.accountdata.archive;

import java.math.BigInteger;

/**
 * What one table holds of an account.
 *
 * @param name qualified table name, quoted as PostgreSQL needs it
 * @param rows how many rows
 * @param digest hex of the sum modulo 2^256 of HMAC-SHA-256 over each row's canonical text
 */
public record TableContent(String name, long rows, String digest) {

    /** These rows and those together. */
    public TableContent plus(TableContent more) {
        BigInteger sum = new BigInteger(digest, HEX).add(new BigInteger(more.digest, HEX));
        String hex = sum.mod(BigInteger.ONE.shiftLeft(digest.length() * BITS)).toString(HEX);
        return new TableContent(name, rows + more.rows, "0".repeat(digest.length() - hex.length()) + hex);
    }

    private static final int HEX = 16;
    private static final int BITS = 4;
}
