-- One row for each Idempotency-Key a caller has used: in flight while status is null, then the answer to repeat.
CREATE TABLE idempotency_key (
    caller         text        NOT NULL,
    key            text        NOT NULL,
    request_digest text        NOT NULL,
    attempt        integer     NOT NULL DEFAULT 1,
    started_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    status         integer,
    content_type   text,
    location       text,
    etag           text,
    body           text,
    PRIMARY KEY (caller, key)
);

CREATE INDEX idempotency_key_by_age ON idempotency_key (started_at);
