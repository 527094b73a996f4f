package io.reprieve.backup.restore;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.backup.operation.Requester;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One restore of one account into the live product. */
@Entity
@Table(name = "restore")
public class Restore extends PanacheEntityBase {

    /** How it stands. */
    public enum State {
        /** Nothing is live again yet. */
        RUNNING,
        /** The rows are live again; account-service is being told. */
        COMMITTED,
        /** The account is active again. */
        SUCCEEDED,
        /** The rows were live again, and the account was erased after that, before account-service heard of it. */
        SUPERSEDED,
        /** Nothing was changed. */
        FAILED
    }

    @Id
    public String id;

    @Column(name = "operation_id")
    public String operationId;

    /** The plan that somebody saw; null in a batch that planned by itself. */
    @Column(name = "plan_id")
    public String planId;

    /** The batch it is part of; null when it was ordered alone. */
    @Column(name = "batch_id")
    public String batchId;

    @Column(name = "backup_id")
    public String backupId;

    @Column(name = "account_id")
    public String accountId;

    @Column(name = "account_key")
    public String accountKey;

    @Enumerated(EnumType.STRING)
    public State state;

    @Embedded
    public Requester requester;

    @Column(name = "table_rows")
    public Long tableRows;

    public Integer objects;

    /** Of the plan under which it began to put objects back, and moved them itself; null before. */
    @Column(name = "rows_hash")
    public String rowsHash;

    @Column(name = "objects_put_back")
    public Integer objectsPutBack;

    public String digest;

    /** In the scratch database, and the folder in the scratch bucket; null for one in place. */
    @Column(name = "beside_schema")
    public String besideSchema;

    /** Null where it has no objects. */
    @Column(name = "beside_bucket")
    public String besideBucket;

    @Column(name = "beside_until")
    public Instant besideUntil;

    @Column(name = "beside_dropped_at")
    public Instant besideDroppedAt;

    @Column(name = "failure_code")
    public String failureCode;

    @Column(name = "failure_detail")
    public String failureDetail;

    @Column(name = "created_at")
    public Instant createdAt;

    /** When it was first worked on: what it took counts from here. */
    @Column(name = "began_at")
    public Instant beganAt;

    @Column(name = "committed_at")
    public Instant committedAt;

    @Column(name = "finished_at")
    public Instant finishedAt;

    /** What its events hang on: its own chain holds the one event that the product's ledger carries. */
    String orderedBy() {
        return planId == null ? operationId : planId;
    }
}
