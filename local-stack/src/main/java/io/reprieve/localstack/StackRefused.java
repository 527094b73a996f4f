package io.reprieve.localstack;

/** The stack cannot do what was asked for; the message says why and what helps, and needs no stack trace. */
public final class StackRefused extends RuntimeException {
    public StackRefused(String message) {
        super(message);
    }

    public StackRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
