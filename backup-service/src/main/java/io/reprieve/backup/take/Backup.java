package io.reprieve.backup.take;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.backup.operation.Requester;
import io.reprieve.backup.vault.RetentionClass;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One backup of one account; which columns are filled by when is a constraint of the table. */
@Entity
@Table(name = "backup")
public class Backup extends PanacheEntityBase {

    /** How it stands. */
    public enum State {
        RUNNING,
        VERIFIED,
        FAILED
    }

    @Id
    public String id;

    @Column(name = "account_id")
    public String accountId;

    @Column(name = "account_key")
    public String accountKey;

    public Long epoch;
    public Boolean fenced;
    public String reason;

    @Column(name = "purge_request_id")
    public String purgeRequestId;

    @Enumerated(EnumType.STRING)
    @Column(name = "retention_class")
    public RetentionClass retentionClass;

    @Embedded
    public Requester requester;

    @Enumerated(EnumType.STRING)
    public State state;

    /** How many attempts there were; each has its own folder in the vault and its own data key. */
    public int attempt;

    @Column(name = "attempt_name")
    public String attemptName;

    @Column(name = "content_digest")
    public String contentDigest;

    @Column(name = "rows_digest")
    public String rowsDigest;

    @Column(name = "objects_digest")
    public String objectsDigest;

    @Column(name = "object_versions_digest")
    public String objectVersionsDigest;

    @Column(name = "data_map_digest")
    public String dataMapDigest;

    /** JSON list of {@link TableSummary}. */
    public String tables;

    /** JSON list of {@link io.reprieve.backup.archive.Manifest.Drift}; null when there was none. */
    public String drift;

    @Column(name = "table_rows")
    public Long tableRows;

    public Integer objects;

    @Column(name = "object_bytes")
    public Long objectBytes;

    @Column(name = "manifest_key")
    public String manifestKey;

    @Column(name = "manifest_version_id")
    public String manifestVersionId;

    @Column(name = "manifest_sha256")
    public String manifestSha256;

    @Column(name = "source_snapshot_at")
    public Instant sourceSnapshotAt;

    @Column(name = "locked_until")
    public Instant lockedUntil;

    @Column(name = "lock_enforced")
    public Boolean lockEnforced;

    public String receipt;

    @Column(name = "failure_code")
    public String failureCode;

    @Column(name = "failure_detail")
    public String failureDetail;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "verified_at")
    public Instant verifiedAt;

    /** When the account's content was last found to be this; null while it was not looked for since. */
    @Column(name = "confirmed_at")
    public Instant confirmedAt;

    public int confirmations;
}
