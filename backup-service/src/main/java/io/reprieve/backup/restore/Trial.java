package io.reprieve.backup.restore;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A part of an archive that a plan loaded beside the product; it waits a while for the plan to be run. */
@Entity
@Table(name = "beside_trial")
public class Trial extends PanacheEntityBase {

    @Id
    @Column(name = "plan_id")
    public String planId;

    @Column(name = "table_rows")
    public long tableRows;

    /** Null until it lies there whole and the archive it was taken from was proved. */
    @Column(name = "rows_digest")
    public String rowsDigest;

    @Column(name = "kept_until")
    public Instant keptUntil;

    /** The schema of the scratch database in which it lies. */
    static String schemaOf(String planId) {
        return "plan_" + planId.substring("rpl_".length()).replace('-', '_');
    }
}
