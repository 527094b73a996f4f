package io.reprieve.account.keyturn;

/** Which of the two keys. */
public enum Turn {
    REQUEST("purge-requester"),
    APPROVAL("purge-approver");

    private final String role;

    Turn(String role) {
        this.role = role;
    }

    /** The realm role that may turn it. */
    public String role() {
        return role;
    }

    /** The role whose holder may never turn it as well. */
    public String otherRole() {
        return this == REQUEST ? APPROVAL.role : REQUEST.role;
    }
}
