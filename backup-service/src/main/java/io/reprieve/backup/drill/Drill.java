package io.reprieve.backup.drill;

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

/** One rehearsal of one account's restore, beside the product. */
@Entity
@Table(name = "drill")
public class Drill extends PanacheEntityBase {

    /** How it stands. */
    public enum State {
        RUNNING,
        /** What came out of the vault is what the manifest says. */
        SUCCEEDED,
        /** It is not, or could not be read. */
        FAILED
    }

    /** Why it is held. */
    public enum Reason {
        /** It was the account's turn. */
        SAMPLE,
        /** The account is about to be purged. */
        PURGE_PENDING,
        /** Somebody asked. */
        ON_DEMAND
    }

    @Id
    public String id;

    @Column(name = "operation_id")
    public String operationId;

    @Column(name = "account_id")
    public String accountId;

    @Column(name = "backup_id")
    public String backupId;

    @Enumerated(EnumType.STRING)
    public Reason reason;

    @Enumerated(EnumType.STRING)
    public State state;

    @Embedded
    public Requester requester;

    @Column(name = "table_rows")
    public long tableRows;

    public int objects;

    @Column(name = "object_bytes")
    public long objectBytes;

    /** What reading, restoring and comparing took; null until it ended well. */
    public Double seconds;

    @Column(name = "failure_code")
    public String failureCode;

    @Column(name = "failure_detail")
    public String failureDetail;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "finished_at")
    public Instant finishedAt;
}
