package io.reprieve.backup.take;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.backup.account.AccountView;
import io.reprieve.backup.archive.Manifest;
import io.reprieve.backup.operation.DatabaseTime;
import io.reprieve.backup.operation.Requester;
import io.reprieve.backup.operation.WorkFailed;
import io.reprieve.backup.vault.Locked;
import io.reprieve.backup.vault.RetentionClass;
import io.reprieve.edge.Actor;
import io.reprieve.edge.Cursor;
import io.reprieve.edge.Ids;
import io.reprieve.edge.Json;
import io.reprieve.edge.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Backups in the database. */
@ApplicationScoped
public class BackupStore {

    private final DatabaseTime time;
    private final SecureRandom random = new SecureRandom();

    BackupStore(DatabaseTime time) {
        this.time = time;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Backup begin(String accountId, String reason, String purgeRequestId, RetentionClass retention, Actor actor) {
        Backup backup = new Backup();
        backup.id = Ids.next("bkp");
        backup.accountId = accountId;
        backup.reason = reason;
        backup.purgeRequestId = purgeRequestId;
        backup.retentionClass = retention;
        backup.requester = Requester.of(actor);
        backup.state = Backup.State.RUNNING;
        backup.createdAt = time.now();
        backup.persist();
        return backup;
    }

    /** Opens a new attempt: whatever an earlier one left in the vault is never looked at again. */
    @Transactional
    Backup beginAttempt(String id, AccountView account) {
        Backup backup = Backup.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (backup.state != Backup.State.RUNNING) {
            throw new Attempt.TakenOver(id);
        }
        byte[] suffix = new byte[4];
        random.nextBytes(suffix);
        backup.attempt++;
        backup.attemptName =
                String.format("%04d-%s", backup.attempt, HexFormat.of().formatHex(suffix));
        backup.accountKey = account.accountKey();
        backup.epoch = account.epoch();
        backup.fenced = account.fenced();
        return backup;
    }

    /**
     * Makes the backup a verified one, unless a later attempt has begun meanwhile.
     *
     * @return false when this attempt is no longer the one that counts
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean verified(Manifest manifest, SealedManifest sealed, Locked lock, Instant verifiedAt, String receipt) {
        Backup backup = Backup.findById(manifest.backupId(), LockModeType.PESSIMISTIC_WRITE);
        if (backup.state != Backup.State.RUNNING || !manifest.attempt().equals(backup.attemptName)) {
            return false;
        }
        backup.state = Backup.State.VERIFIED;
        backup.contentDigest = manifest.digests().content();
        backup.rowsDigest = manifest.digests().rows();
        backup.objectsDigest = manifest.digests().objects();
        backup.objectVersionsDigest = manifest.digests().objectVersions();
        backup.dataMapDigest = manifest.dataMap().digest();
        backup.tables = Json.canonical(TableSummary.of(manifest));
        backup.drift = manifest.drift().isEmpty() ? null : Json.canonical(manifest.drift());
        backup.tableRows =
                manifest.contents().stream().mapToLong(TableContent::rows).sum();
        backup.objects = manifest.objects().size();
        backup.objectBytes =
                manifest.objects().stream().mapToLong(o -> o.object().size()).sum();
        backup.manifestKey = sealed.key();
        backup.manifestVersionId = sealed.versionId();
        backup.manifestSha256 = sealed.sha256();
        backup.sourceSnapshotAt = manifest.snapshotAt();
        backup.lockedUntil = lock.until();
        backup.lockEnforced = lock.kept();
        backup.receipt = receipt;
        backup.verifiedAt = verifiedAt;
        return true;
    }

    /**
     * Marks a backup as not to be relied on, in the caller's transaction.
     *
     * @param id of the backup
     * @param failure why
     * @return the backup
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Backup failed(String id, WorkFailed failure) {
        Backup backup = Backup.findById(id, LockModeType.PESSIMISTIC_WRITE);
        backup.state = Backup.State.FAILED;
        backup.failureCode = failure.code();
        backup.failureDetail = failure.getMessage();
        return backup;
    }

    /**
     * @param id of a backup
     * @return the backup
     * @throws Problem 404 when there is none
     */
    @Transactional
    public Backup get(String id) {
        Backup backup = Backup.findById(id);
        if (backup == null) {
            throw Problem.of(404, "backup-unknown", "No such backup", "There is no backup " + id + ".");
        }
        return backup;
    }

    /**
     * @param id of a backup
     * @return the backup, whose archive may be read
     * @throws Problem 404 when there is none, 409 when it is not verified
     */
    @Transactional
    public Backup verified(String id) {
        Backup backup = get(id);
        if (backup.state != Backup.State.VERIFIED) {
            throw Problem.of(
                            409,
                            "backup-not-verified",
                            "The backup is not verified",
                            "Backup " + id + " is " + backup.state + "; only a verified one is read.")
                    .allowedActions(List.of());
        }
        return backup;
    }

    /**
     * @param accountId {@code acc_…}
     * @param state wanted
     * @return the newest backup of the account in that state
     */
    @Transactional
    public Optional<Backup> newest(String accountId, Backup.State state) {
        return Backup.find("accountId = ?1 and state = ?2 order by createdAt desc, id desc", accountId, state)
                .firstResultOptional();
    }

    /**
     * @param accountIds {@code acc_…}
     * @return each account's newest verified backup; accounts that have none are not in it
     */
    @Transactional
    public Map<String, Backup> newestVerified(Collection<String> accountIds) {
        if (accountIds.isEmpty()) {
            return Map.of();
        }
        Map<String, Backup> newest = new HashMap<>();
        Backup.<Backup>find(
                        "from Backup b where b.state = ?1 and b.accountId in ?2 and b.createdAt = (select max(n.createdAt)"
                                + " from Backup n where n.state = ?1 and n.accountId = b.accountId)",
                        Backup.State.VERIFIED,
                        accountIds)
                .list()
                .forEach(backup -> newest.put(backup.accountId, backup));
        return newest;
    }

    /** Newest first, one more than the limit. */
    @Transactional
    List<Backup> list(String accountId, String purgeRequestId, Backup.State state, Optional<Cursor> after, int limit) {
        List<String> where = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> values = new HashMap<>();
        if (accountId != null) {
            where.add("accountId = :account");
            values.put("account", accountId);
        }
        if (purgeRequestId != null) {
            where.add("purgeRequestId = :purge");
            values.put("purge", purgeRequestId);
        }
        if (state != null) {
            where.add("state = :state");
            values.put("state", state);
        }
        if (after.isPresent()) {
            // Ids are UUIDv7 and sort as they were made; the time decides, the id breaks ties.
            where.add("(createdAt < :time or (createdAt = :time and id < :id))");
            values.put("time", Instant.parse(after.get().part(0)));
            values.put("id", after.get().part(1));
        }
        return Backup.<Backup>find(String.join(" and ", where) + " order by createdAt desc, id desc", values)
                .page(0, limit + 1)
                .list();
    }

    /** What the lock is after an extension, with the receipt that says so. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void extended(String id, Locked lock, String receipt) {
        Backup backup = Backup.findById(id, LockModeType.PESSIMISTIC_WRITE);
        backup.lockedUntil = lock.until();
        backup.lockEnforced = lock.kept();
        backup.receipt = receipt;
    }

    /** Notes that the account's content was this backup's at a later moment too, and what the lock is since. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void confirmed(String id, Instant readAt, Locked lock, String receipt) {
        extended(id, lock, receipt);
        Backup backup = Backup.findById(id);
        backup.confirmedAt = readAt;
        backup.confirmations++;
    }

    /** Notes that the archive was just restored into the scratch database again and found equal. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void provedAgain(String id) {
        Backup backup = Backup.findById(id, LockModeType.PESSIMISTIC_WRITE);
        backup.verifiedAt = time.now();
    }
}
