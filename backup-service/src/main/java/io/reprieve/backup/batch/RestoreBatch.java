package io.reprieve.backup.batch;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.backup.operation.Requester;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Many restores, ordered at once. */
@Entity
@Table(name = "restore_batch")
public class RestoreBatch extends PanacheEntityBase {

    @Id
    public String id;

    @Column(name = "operation_id")
    public String operationId;

    /** Higher goes first: 0 to 9. */
    public int priority;

    @Embedded
    public Requester requester;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "cancelled_at")
    public Instant cancelledAt;

    @Column(name = "finished_at")
    public Instant finishedAt;
}
