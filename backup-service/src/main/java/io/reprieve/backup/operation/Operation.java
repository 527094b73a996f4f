package io.reprieve.backup.operation;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One piece of long work, as its caller watches it. The work itself is a task of the same id in {@code scheduled_tasks}. */
@Entity
@Table(name = "operation")
public class Operation extends PanacheEntityBase {

    /** What is being done. */
    public enum Kind {
        BACKUP,
        VERIFICATION,
        RESTORE,
        RESTORE_BATCH,
        DRILL,
        COMPARISON
    }

    /** How it stands. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    @Id
    public String id;

    @Enumerated(EnumType.STRING)
    public Kind kind;

    @Enumerated(EnumType.STRING)
    public State state;

    /** The backup, restore, restore batch or drill it works on. */
    @Column(name = "subject_id")
    public String subjectId;

    /** Whose it is; null for a batch. */
    @Column(name = "account_id")
    public String accountId;

    public long done;
    public long total;
    public String unit;

    @Column(name = "problem_code")
    public String problemCode;

    public String problem;
    public int tries;

    @Column(name = "created_at")
    public Instant createdAt;

    /** When it first told how far it is; null while it waits. */
    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
