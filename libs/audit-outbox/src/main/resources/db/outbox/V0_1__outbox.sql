-- The audit events of this service, written in the transaction of the fact they record and relayed to the log.

-- One row per aggregate: its lock is what gives its events numbers without gaps and the hash of the one before.
CREATE TABLE audit_chain (
  subject   text   PRIMARY KEY,
  last_seq  bigint NOT NULL,
  last_hash text   -- SHA-256, hex, of the newest event's bytes; null only between the two statements of one append
);

CREATE TABLE audit_outbox (
  position    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id    text        NOT NULL UNIQUE,
  subject     text        NOT NULL,
  subject_seq bigint      NOT NULL,
  event       bytea       NOT NULL,  -- the exact bytes; they become the leaf of the log
  appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at     timestamptz,
  log_index   bigint,                -- where the log put it
  retry_at    timestamptz,           -- set when the log refused this very event; its aggregate waits behind it
  refusal     text,
  UNIQUE (subject, subject_seq)
);

-- Sent rows stay (reconciliation counts them); these two keep the relay's questions as small as the backlog.
CREATE INDEX audit_outbox_unsent ON audit_outbox (position) WHERE sent_at IS NULL;
CREATE INDEX audit_outbox_unsent_subject ON audit_outbox (subject, subject_seq) WHERE sent_at IS NULL;
