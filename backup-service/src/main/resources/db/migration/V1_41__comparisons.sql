-- Two states of one account held against each other: a backup and another, or a backup and what was live.
CREATE TABLE comparison (
    id                  text PRIMARY KEY,
    operation_id        text        NOT NULL UNIQUE REFERENCES operation (id),
    backup_id           text        NOT NULL REFERENCES backup (id),
    other_backup_id     text REFERENCES backup (id), -- null: what is live
    account_id          text        NOT NULL,
    state               text        NOT NULL CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    attempt             integer     NOT NULL DEFAULT 0,
    sealing_key         text, -- of the attempt, wrapped
    result              text, -- names, types and counts; no values
    requested_by        text        NOT NULL,
    failure_code        text,
    failure_detail      text,
    created_at          timestamptz NOT NULL,
    finished_at         timestamptz,
    expires_at          timestamptz,
    CHECK (state <> 'SUCCEEDED' OR (result IS NOT NULL AND sealing_key IS NOT NULL AND expires_at IS NOT NULL))
);
CREATE INDEX comparison_expiring ON comparison (expires_at);

-- What differs, encrypted: it is customers' content, and goes when the comparison expires.
CREATE TABLE comparison_row (
    comparison_id text    NOT NULL REFERENCES comparison (id),
    attempt       integer NOT NULL,
    part          text    NOT NULL, -- objects, or a table's ordinal
    position      integer NOT NULL,
    verdict       text    NOT NULL,
    sealed        bytea   NOT NULL,
    PRIMARY KEY (comparison_id, attempt, part, position)
);
