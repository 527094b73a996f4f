package io.reprieve.accountdata.report;

/** A database, bucket or archive did not do what was asked. The operation had no effect unless its documentation says so. */
public final class AccountDataException extends RuntimeException {

    public AccountDataException(String message, Throwable cause) {
        super(message, cause);
    }

    public AccountDataException(String message) {
        super(message);
    }
}
