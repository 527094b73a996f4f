package io.reprieve.backup.batch;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.edge.Actor;
import io.reprieve.outbox.EventActor;
import jakarta.persistence.Column;
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

    @Column(name = "requested_by")
    public String requestedBy;

    @Column(name = "requested_by_kind")
    public String requestedByKind;

    @Column(name = "requested_by_client")
    public String requestedByClient;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "cancelled_at")
    public Instant cancelledAt;

    @Column(name = "finished_at")
    public Instant finishedAt;

    EventActor requester() {
        return new EventActor(requestedBy, requestedByKind, requestedByClient);
    }

    Actor actor() {
        return new Actor(requestedBy, requestedByKind, requestedByClient);
    }
}
