package io.reprieve.audit.log;

/** What the database holds is not what was signed. Nothing is appended until somebody has looked. */
public final class LogDamaged extends RuntimeException {
    public LogDamaged(String message) {
        super(message);
    }
}
