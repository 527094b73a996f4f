package io.reprieve.purge.account;

/** Digests of what an account holds now; hex, comparable with a receipt's of the same names. */
public record LiveDigests(String rowsDigest, String objectVersionsDigest, long epoch) {}
