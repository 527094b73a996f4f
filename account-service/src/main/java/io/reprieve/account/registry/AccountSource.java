package io.reprieve.account.registry;

/** Who created an account. Only {@code IMPORT} says that it exists already, whatever it resembles. */
public enum AccountSource {
    CPQ,
    PORTAL,
    API,
    IMPORT
}
