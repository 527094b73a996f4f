package io.reprieve.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each event type is in OCSF 1.4 (https://schema.ocsf.io): Entity Management (3004) for what is done to accounts,
 * requests, backups and rules; API Activity (6003) for calls that were refused; Detection Finding (2004) for what should
 * not be. The table in docs/audit-events.md says the same.
 */
final class Ocsf {
    private static final int ENTITY = 3004;
    private static final int API = 6003;
    private static final int FINDING = 2004;

    /** @param name of the activity, as the class has it */
    record Mapping(int classUid, int activityId, String name) {
        int categoryUid() {
            return classUid / 1000;
        }

        int typeUid() {
            return classUid * 100 + activityId;
        }
    }

    private static final Mapping OTHER = new Mapping(ENTITY, 99, "Other");
    private static final Map<String, Mapping> TYPES = new HashMap<>();

    static {
        are(
                new Mapping(ENTITY, 1, "Create"),
                "account.created purge.requested warrant.issued backup.created restore.planned restore.batch-ordered"
                        + " subscription.made");
        are(new Mapping(ENTITY, 2, "Read"), "backup.browsed backup.exported");
        are(
                new Mapping(ENTITY, 3, "Update"),
                "account.hold-placed account.hold-lifted account.sign-of-life account.drilled policy.proposed"
                        + " policy.changed purge.backing-up purge.backup-ready purge.approved purge.cooling-off purge.executing"
                        + " purge.content-moved purge.evidence-changed purge.notice-sent purge.notice-without-recipient"
                        + " backup.verified backup.failed backup.confirmed backup.lock-extended restore.started"
                        + " restore.completed restore.failed restore.batch-ended restore.drilled restore.drill-failed"
                        + " freeze.lift-asked subscription.secret-changed");
        are(
                new Mapping(ENTITY, 4, "Delete"),
                "account.erased account.objects-swept purge.executed restore.removed deletion.unsanctioned"
                        + " subscription.ended");
        are(new Mapping(ENTITY, 8, "Enable"), "freeze.set");
        are(new Mapping(ENTITY, 9, "Disable"), "freeze.lifted");
        are(new Mapping(ENTITY, 10, "Activate"), "account.reactivated purge.restored");
        are(new Mapping(ENTITY, 11, "Deactivate"), "purge.blocked purge.denied purge.expired restore.batch-cancelled");
        are(new Mapping(ENTITY, 12, "Suspend"), "account.suspended purge.held");
        are(new Mapping(ENTITY, 13, "Resume"), "purge.released purge.reprieved");
        are(new Mapping(API, 99, "Other"), "access.refused");
        are(new Mapping(FINDING, 1, "Create"), "duplicate.detected outbox.differs audit.gap-found");
        are(new Mapping(FINDING, 3, "Close"), "duplicate.resolved");
    }

    private Ocsf() {}

    private static void are(Mapping mapping, String types) {
        List.of(types.split(" ")).forEach(type -> TYPES.put(type, mapping));
    }

    /** A type that is not in the table is Entity Management, Other: no fact is held up by its class. */
    static Mapping of(String type) {
        return TYPES.getOrDefault(type, OTHER);
    }

    static Map<String, Mapping> table() {
        return Map.copyOf(TYPES);
    }
}
