package io.reprieve.backup.operation;

/** Work that will not succeed by being tried again. */
public final class WorkFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable problem code, kebab-case
     * @param detail what was found, without any content of the account
     */
    public WorkFailed(String code, String detail) {
        this(code, detail, null);
    }

    /**
     * @param code stable problem code, kebab-case
     * @param detail what was found, without any content of the account
     * @param cause what it came from
     */
    public WorkFailed(String code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /** @return stable problem code, kebab-case */
    public String code() {
        return code;
    }
}
