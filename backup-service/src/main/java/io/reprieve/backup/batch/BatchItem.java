package io.reprieve.backup.batch;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One account of a batch. */
@Entity
@Table(name = "restore_batch_item")
public class BatchItem extends PanacheEntityBase {

    /** How it stands. */
    public enum State {
        /** Nothing was begun, or a try failed and another follows. */
        QUEUED,
        /** A lane is at it. */
        RUNNING,
        /** The account is active again. */
        SUCCEEDED,
        /** The rows came back, and the account was erased again after that. */
        SUPERSEDED,
        /** Nothing was changed. */
        FAILED,
        /** Never begun. */
        CANCELLED
    }

    @Id
    public String id;

    @Column(name = "batch_id")
    public String batchId;

    /** As ordered, from 0. */
    public int position;

    public int priority;

    @Column(name = "account_id")
    public String accountId;

    @Column(name = "backup_id")
    public String backupId;

    @Column(name = "plan_id")
    public String planId;

    /** Of the backup; once restored, those put back. */
    @Column(name = "table_rows")
    public long tableRows;

    @Enumerated(EnumType.STRING)
    public State state;

    public Integer lane;

    @Column(name = "retry_at")
    public Instant retryAt;

    @Column(name = "operation_id")
    public String operationId;

    @Column(name = "restore_id")
    public String restoreId;

    @Column(name = "failure_code")
    public String failureCode;

    @Column(name = "failure_detail")
    public String failureDetail;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "began_at")
    public Instant beganAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    void failed(String code, String detail, Instant at) {
        state = State.FAILED;
        failureCode = code;
        failureDetail = detail;
        endedAt = at;
    }
}
