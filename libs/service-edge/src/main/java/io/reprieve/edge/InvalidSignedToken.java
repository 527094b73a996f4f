package io.reprieve.edge;

/** A signed token that does not hold; {@link #code()} says why, nothing of the token is repeated. */
public final class InvalidSignedToken extends RuntimeException {
    private final String code;

    public InvalidSignedToken(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * {@code token-malformed, token-algorithm, token-key-unknown, token-signature, token-type, token-issuer,
     * token-audience, token-expired, token-not-yet-valid}.
     */
    public String code() {
        return code;
    }

    /** The same as a problem for the caller. */
    public Problem asProblem(int status) {
        return Problem.of(status, code, "Signed token refused", getMessage());
    }
}
