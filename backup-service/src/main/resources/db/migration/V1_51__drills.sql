-- A rehearsal: an account's newest verified backup, read back from the vault, restored into the scratch database and compared.
CREATE TABLE drill (
    id             text PRIMARY KEY,
    operation_id   text        NOT NULL UNIQUE REFERENCES operation (id),
    account_id     text        NOT NULL,
    backup_id      text        NOT NULL REFERENCES backup (id),
    reason         text        NOT NULL,
    state          text        NOT NULL CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    requested_by        text   NOT NULL,
    requested_by_kind   text   NOT NULL,
    requested_by_client text   NOT NULL,
    table_rows     bigint      NOT NULL,
    objects        integer     NOT NULL,
    object_bytes   bigint      NOT NULL,
    seconds        double precision,
    failure_code   text,
    failure_detail text,
    created_at     timestamptz NOT NULL,
    finished_at    timestamptz
);
CREATE INDEX drill_by_account ON drill (account_id, created_at DESC, id DESC);
CREATE INDEX drill_by_time ON drill (created_at DESC, id DESC);
-- What real restores took, to foretell the next by.
ALTER TABLE restore ADD COLUMN began_at timestamptz;
