-- One backup of one account. A row is VERIFIED only after its archive was read back from the vault, restored into the scratch
-- database and found equal; whatever else lies in the vault under its id is an attempt that died.
CREATE TABLE backup (
    id                     text PRIMARY KEY,
    account_id             text        NOT NULL,
    account_key            text,
    epoch                  bigint,
    fenced                 boolean,
    reason                 text        NOT NULL,
    purge_request_id       text,
    requested_by           text        NOT NULL,
    requested_by_kind      text        NOT NULL,
    requested_by_client    text        NOT NULL,
    state                  text        NOT NULL CHECK (state IN ('RUNNING', 'VERIFIED', 'FAILED')),
    attempt                integer     NOT NULL DEFAULT 0,
    attempt_name           text,
    content_digest         text,
    rows_digest            text,
    objects_digest         text,
    object_versions_digest text,
    data_map_digest        text,
    tables                 text,
    table_rows             bigint,
    objects                integer,
    object_bytes           bigint,
    manifest_key           text,
    manifest_version_id    text,
    manifest_sha256        text,
    source_snapshot_at     timestamptz,
    locked_until           timestamptz,
    lock_enforced          boolean,
    receipt                text,
    failure_code           text,
    failure_detail         text,
    created_at             timestamptz NOT NULL,
    verified_at            timestamptz,
    CHECK (state <> 'VERIFIED'
        OR (content_digest IS NOT NULL AND manifest_version_id IS NOT NULL AND receipt IS NOT NULL
            AND locked_until IS NOT NULL AND lock_enforced IS NOT NULL AND verified_at IS NOT NULL))
);
CREATE INDEX backup_by_account ON backup (account_id, created_at DESC, id DESC);
CREATE INDEX backup_by_time ON backup (created_at DESC, id DESC);

-- Long work, as its caller watches it.
CREATE TABLE operation (
    id            text PRIMARY KEY,
    kind          text        NOT NULL CHECK (kind IN ('BACKUP', 'VERIFICATION', 'RESTORE')),
    state         text        NOT NULL CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    subject_id    text        NOT NULL,
    account_id    text        NOT NULL,
    done          bigint      NOT NULL DEFAULT 0,
    total         bigint      NOT NULL DEFAULT 0,
    unit          text        NOT NULL DEFAULT 'rows',
    problem_code  text,
    problem       text,
    tries         integer     NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
CREATE INDEX operation_by_subject ON operation (subject_id);

CREATE TABLE restore_plan (
    id          text PRIMARY KEY,
    backup_id   text        NOT NULL REFERENCES backup (id),
    account_id  text        NOT NULL,
    mode        text        NOT NULL CHECK (mode = 'IN_PLACE'),
    on_conflict text        NOT NULL CHECK (on_conflict = 'ABORT'),
    plan_hash   text        NOT NULL,
    plan        text        NOT NULL,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL
);

-- COMMITTED means: the rows are in the product's database, whatever becomes of this process; only the telling is left.
CREATE TABLE restore (
    id                text PRIMARY KEY,
    operation_id      text        NOT NULL UNIQUE REFERENCES operation (id),
    plan_id           text        NOT NULL REFERENCES restore_plan (id),
    backup_id         text        NOT NULL REFERENCES backup (id),
    account_id        text        NOT NULL,
    account_key       text        NOT NULL,
    state             text        NOT NULL CHECK (state IN ('RUNNING', 'COMMITTED', 'SUCCEEDED', 'FAILED')),
    requested_by        text      NOT NULL,
    requested_by_kind   text      NOT NULL,
    requested_by_client text      NOT NULL,
    table_rows        bigint,
    objects           integer,
    objects_put_back  integer,
    digest            text,
    failure_code      text,
    failure_detail    text,
    created_at        timestamptz NOT NULL,
    committed_at      timestamptz,
    finished_at       timestamptz
);
CREATE INDEX restore_by_account ON restore (account_id, created_at DESC, id DESC);
-- One restore of an account at a time.
CREATE UNIQUE INDEX restore_under_way ON restore (account_id) WHERE state IN ('RUNNING', 'COMMITTED');
