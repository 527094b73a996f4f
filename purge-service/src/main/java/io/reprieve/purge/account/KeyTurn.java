package io.reprieve.purge.account;

/** One turn of a key as account-service recorded it. */
public record KeyTurn(String id, String turn, String personId) {}
