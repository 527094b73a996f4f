package io.reprieve.backup.compare;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A backup held against another of the same account, or against what was live. */
@Entity
@Table(name = "comparison")
public class BackupComparison extends PanacheEntityBase {

    /** How it stands. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    @Id
    public String id;

    @Column(name = "operation_id")
    public String operationId;

    @Column(name = "backup_id")
    public String backupId;

    /** Null when it is held against what is live. */
    @Column(name = "other_backup_id")
    public String otherBackupId;

    @Column(name = "account_id")
    public String accountId;

    @Enumerated(EnumType.STRING)
    public State state;

    /** Which try's rows count. */
    public int attempt;

    @Column(name = "sealing_key")
    public String sealingKey;

    public String result;

    @Column(name = "requested_by")
    public String requestedBy;

    @Column(name = "failure_code")
    public String failureCode;

    @Column(name = "failure_detail")
    public String failureDetail;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "finished_at")
    public Instant finishedAt;

    @Column(name = "expires_at")
    public Instant expiresAt;

    /** @return what the sealing key and the rows of the present attempt are bound to */
    String bound() {
        return id + "/" + attempt;
    }
}
