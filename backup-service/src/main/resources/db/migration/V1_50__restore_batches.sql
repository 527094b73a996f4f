-- Many restores ordered at once. Each item becomes a restore of its own when a lane takes it; ended items keep what came of them.
CREATE TABLE restore_batch (
    id                  text PRIMARY KEY,
    operation_id        text        NOT NULL UNIQUE REFERENCES operation (id),
    priority            integer     NOT NULL CHECK (priority BETWEEN 0 AND 9),
    requested_by        text        NOT NULL,
    requested_by_kind   text        NOT NULL,
    requested_by_client text        NOT NULL,
    created_at          timestamptz NOT NULL,
    cancelled_at        timestamptz,
    finished_at         timestamptz
);

CREATE TABLE restore_batch_item (
    id             text PRIMARY KEY,
    batch_id       text        NOT NULL REFERENCES restore_batch (id),
    position       integer     NOT NULL,
    priority       integer     NOT NULL,
    account_id     text        NOT NULL,
    backup_id      text REFERENCES backup (id),
    plan_id        text REFERENCES restore_plan (id),
    table_rows     bigint      NOT NULL DEFAULT 0,
    state          text        NOT NULL
        CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'SUPERSEDED', 'FAILED', 'CANCELLED')),
    lane           integer,
    retry_at       timestamptz,
    operation_id   text REFERENCES operation (id),
    restore_id     text,
    failure_code   text,
    failure_detail text,
    created_at     timestamptz NOT NULL,
    began_at       timestamptz,
    ended_at       timestamptz,
    UNIQUE (batch_id, position),
    UNIQUE (batch_id, account_id)
);
CREATE INDEX restore_batch_item_waiting ON restore_batch_item (priority DESC, created_at, position)
    WHERE state IN ('QUEUED', 'RUNNING');

-- A batch is of many accounts, and plans by itself.
ALTER TABLE operation ALTER COLUMN account_id DROP NOT NULL;
-- The kinds have one list, Operation.Kind.
ALTER TABLE operation DROP CONSTRAINT operation_kind_check;
ALTER TABLE restore ALTER COLUMN plan_id DROP NOT NULL;
ALTER TABLE restore ADD COLUMN batch_id text REFERENCES restore_batch (id);
ALTER TABLE restore ADD CHECK (plan_id IS NOT NULL OR batch_id IS NOT NULL);
ALTER TABLE restore DROP CONSTRAINT restore_state_check;
ALTER TABLE restore ADD CONSTRAINT restore_state_check
    CHECK (state IN ('RUNNING', 'COMMITTED', 'SUCCEEDED', 'SUPERSEDED', 'FAILED'));
