package io.reprieve.account.timeline;

import io.reprieve.edge.Actor;
import java.util.Map;

/**
 * One thing that happened to an account.
 *
 * @param purgeRequestId the purge it belongs to, or null; likewise the backup and the restore
 * @param detail facts about the act, never the customer's content
 */
public record Happening(
        String type,
        String accountId,
        Actor actor,
        String purgeRequestId,
        String backupId,
        String restoreId,
        String reason,
        Map<String, Object> detail) {
    /** Something that belongs to no purge and no restore. */
    public static Happening of(String type, String accountId, Actor actor, Map<String, Object> detail) {
        return new Happening(type, accountId, actor, null, null, null, null, detail);
    }

    public Happening because(String why) {
        return new Happening(type, accountId, actor, purgeRequestId, backupId, restoreId, why, detail);
    }

    public Happening inPurge(String id) {
        return new Happening(type, accountId, actor, id, backupId, restoreId, reason, detail);
    }

    public Happening withBackup(String id) {
        return new Happening(type, accountId, actor, purgeRequestId, id, restoreId, reason, detail);
    }

    public Happening inRestore(String id) {
        return new Happening(type, accountId, actor, purgeRequestId, backupId, id, reason, detail);
    }

    String correlationId() {
        if (purgeRequestId != null) {
            return purgeRequestId;
        }
        return restoreId != null ? restoreId : accountId;
    }
}
