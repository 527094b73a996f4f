package io.reprieve.backup.restore;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.reprieve.accountdata.order.RestoreScope;
import io.reprieve.edge.Json;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A restore plan as somebody saw it. */
@Entity
@Table(name = "restore_plan")
public class SavedPlan extends PanacheEntityBase {

    @Id
    public String id;

    @Column(name = "backup_id")
    public String backupId;

    @Column(name = "account_id")
    public String accountId;

    public String mode;

    @Column(name = "on_conflict")
    public String onConflict;

    /** JSON of {@link Selection}; null for the whole account. */
    public String selection;

    @Column(name = "plan_hash")
    public String planHash;

    /** JSON of {@link PlanView.Body}. */
    public String plan;

    @Column(name = "created_by")
    public String createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    boolean beside() {
        return PlanRequest.Mode.BESIDE.name().equals(mode);
    }

    RestoreScope scope() {
        return new RestoreScope(
                selection == null
                        ? null
                        : Json.parse(selection, Selection.class).toScope(),
                PlanRequest.OnConflict.KEEP_LIVE.name().equals(onConflict));
    }
}
