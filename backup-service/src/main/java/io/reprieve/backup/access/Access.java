package io.reprieve.backup.access;

import io.reprieve.edge.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** Who may call what here, behind the policy enforcer: the enforcer alone is never the only gate. */
@ApplicationScoped
public class Access {

    /** Takes, browses and verifies backups, plans and runs restores. */
    public static final String OPERATOR = "restore-operator";

    /** Reads summaries. */
    public static final String SUPPORT = "support";

    /** Any service of the suite; which one is decided by its client. */
    public static final String SERVICE = "service";

    /** Reads that restores are rehearsed. */
    public static final String AUDITOR = "auditor";

    /** Reads that restores are rehearsed. */
    public static final String PLATFORM_ADMIN = "platform-admin";

    private static final String PURGE = "purge-service";

    private final Caller caller;

    Access(Caller caller) {
        this.caller = caller;
    }

    /** Those who may read summaries: operators, support, purge-service. */
    public void readers() {
        if (!caller.isService(PURGE)) {
            caller.requireAny(OPERATOR, SUPPORT);
        }
    }

    /** Those who may know that restores are rehearsed: readers, auditors and administrators. */
    public void drillReaders() {
        if (!caller.isService(PURGE)) {
            caller.requireAny(OPERATOR, SUPPORT, AUDITOR, PLATFORM_ADMIN);
        }
    }

    /** Those who may have a backup taken: operators and purge-service. */
    public void operatorOrPurge() {
        if (!caller.isService(PURGE)) {
            caller.requireAny(OPERATOR);
        }
    }

    /** Operators alone: whoever looks into an account or brings it back. */
    public void operator() {
        caller.requireAny(OPERATOR);
    }

    /** purge-service alone. */
    public void purge() {
        caller.requireService(PURGE);
    }
}
